import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { listen } from './listen.ts';
import type { LocalServer } from './local-server.ts';

/** Stands for Secrets Manager, of which there is no embedded server: it generates secrets, gives and takes them. */
export interface FakeSecretsManager extends LocalServer {
  /** Generates a secret, unless it is there, and gives it out under each of the ARNs: its own, and its replicas'. */
  create(arns: readonly string[], length: number): void;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** @param dataFolder where the secrets outlive the program; in memory without it */
export async function startFakeSecretsManager(dataFolder: string | undefined): Promise<FakeSecretsManager> {
  const file = dataFolder === undefined ? undefined : join(dataFolder, 'secrets.json');
  const secrets = new Map<string, string>(
    file && existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, 'utf8'))) : [],
  );
  const names = new Map<string, readonly string[]>();
  const save = () => {
    if (!file || !dataFolder) return;
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, JSON.stringify(Object.fromEntries(secrets)), { mode: 0o600 });
  };
  const server = createServer(async (request, response) => {
    const given = JSON.parse((await text(request)) || '{}') as { SecretId?: string; SecretString?: string };
    const id = given.SecretId ?? '';
    const arn = secrets.has(id) ? id : [...secrets.keys()].find((known) => known.endsWith(`:secret:${id}`));
    const operation = request.headers['x-amz-target'];
    const isPut = operation === 'secretsmanager.PutSecretValue' && given.SecretString !== undefined;
    const known = arn !== undefined && (isPut || operation === 'secretsmanager.GetSecretValue');
    if (isPut && arn) {
      for (const name of names.get(arn) ?? [arn]) secrets.set(name, given.SecretString ?? '');
      save();
    }
    const SecretString = isPut || !arn ? undefined : secrets.get(arn);
    response.writeHead(known ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(known ? { ARN: arn, SecretString } : { __type: 'ResourceNotFoundException' }));
  });
  const { port, stop } = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    create(arns, length) {
      const known = arns.map((arn) => secrets.get(arn)).find((secret) => secret !== undefined);
      const secret = known ?? Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
      for (const arn of arns) {
        secrets.set(arn, secret);
        names.set(arn, arns);
      }
      save();
    },
    stop,
  };
}
