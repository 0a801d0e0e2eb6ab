import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Secret = string | ArrayBuffer | ArrayBufferView;

/** Node's own hash in the form that the signer of requests asks for. */
export class Sha256 {
  readonly #begin: () => Hash | Hmac;
  #hash: Hash | Hmac;

  constructor(secret?: Secret) {
    this.#begin = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret)));
    this.#hash = this.#begin();
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = this.#begin();
  }
}

function keyOf(secret: Secret): string | Uint8Array {
  if (typeof secret === 'string') return secret;
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
