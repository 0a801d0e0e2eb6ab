import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { freePort } from '../../local/servers/free-port.ts';

const startSeconds = 60;

const resourceSchema = z.object({
  stack: z.string(),
  region: z.string(),
  logicalId: z.string(),
  type: z.string(),
  physicalId: z.string().nullable(),
  /** Whether it outlives its stack. */
  retained: z.boolean(),
  madeBy: z.enum(['moto', 'adapter', 'nobody']),
  found: z.boolean().nullable(),
});
const callSchema = z.union([
  z.object({ answer: z.record(z.string(), z.unknown()) }),
  z.object({ error: z.string(), message: z.string() }),
]);

/** A resource of a deployed stack: who made it, and whether its service knows it (null: nothing here can ask). */
export type EmulatedResource = z.output<typeof resourceSchema>;

/** The emulator refused a call; the message is its own. */
export class CallRefused extends Error {}

/** A running moto server. */
export interface Emulator {
  readonly endpoint: string;
  /** What moto's log says of things that it left out. */
  remarks(): readonly string[];
  resources(): Promise<readonly EmulatedResource[]>;
  /** @throws CallRefused */
  call(
    service: string,
    region: string,
    operation: string,
    parameters: Record<string, unknown>,
  ): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** @throws Error with the last words of a server that doesn't start */
export async function startEmulator(python: string): Promise<Emulator> {
  const port = await freePort();
  const server = spawn(python, ['-m', 'emulator.server', String(port)], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1', PYTHONWARNINGS: 'ignore' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const end = () => void server.kill('SIGKILL');
  process.once('exit', end);
  let words = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const endpoint = `http://127.0.0.1:${port}`;
  const lastWords = () => words.trim().split('\n').slice(-5).join('\n');
  const deadline = Date.now() + startSeconds * 1_000;
  while (!(await answers(endpoint))) {
    if (server.exitCode !== null || Date.now() > deadline)
      throw new Error(`The emulator doesn't start:\n${lastWords()}`);
    await pause(100);
  }
  return {
    endpoint,
    remarks: () => [...new Set(words.match(/^(left out|not made|not updated|not deleted): .*$/gm) ?? [])],
    async resources() {
      const response = await fetch(`${endpoint}/rehearsal/resources`);
      if (!response.ok) throw new Error(`The emulator can't list its resources:\n${lastWords()}`);
      return z.array(resourceSchema).parse(await response.json());
    },
    async call(service, region, operation, parameters) {
      const body = JSON.stringify({ service, region, operation, parameters });
      const response = await fetch(`${endpoint}/rehearsal/call`, { method: 'POST', body });
      if (!response.ok) throw new Error(`${operation} fails in the emulator:\n${lastWords()}`);
      const said = callSchema.parse(await response.json());
      if ('error' in said) throw new CallRefused(`${said.error}: ${said.message}`);
      return said.answer;
    },
    async stop() {
      process.off('exit', end);
      const exited = server.exitCode === null ? once(server, 'exit') : undefined;
      server.kill('SIGKILL');
      await exited;
    },
  };
}

async function answers(endpoint: string): Promise<boolean> {
  try {
    return (await fetch(`${endpoint}/moto-api/`)).ok;
  } catch {
    return false;
  }
}
