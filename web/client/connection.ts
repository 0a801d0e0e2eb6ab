import type { KeyValueStorage } from './storage.ts';

/** What the parts of a client share: one poll at one API, and what the device keeps of it. */
export class Connection {
  /** Of the poll: `https://api.example/polls/ID`. */
  readonly address: string;
  /** Aborts when the client is closed. */
  readonly signal: AbortSignal;
  readonly #storage: KeyValueStorage;
  readonly #prefix: string;

  constructor(api: string, poll: string, storage: KeyValueStorage, signal: AbortSignal) {
    this.address = `${api.replace(/\/+$/, '')}/polls/${encodeURIComponent(poll)}`;
    this.signal = signal;
    this.#storage = storage;
    this.#prefix = `groundswell:${this.address}:`;
  }

  read<T>(name: string): T | undefined {
    try {
      return JSON.parse(this.#storage.getItem(this.#prefix + name) ?? 'null') ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a value, or forgets it when there is none. */
  write(name: string, value: unknown): void {
    const key = this.#prefix + name;
    if (value === undefined) this.#storage.removeItem(key);
    else this.#storage.setItem(key, JSON.stringify(value));
  }
}
