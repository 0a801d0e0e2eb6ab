import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { AuditEntry } from '../contracts/audit.ts';
import { tableName } from '../contracts/names.ts';
import { ChainVerifier } from '../domain/audit/chain.ts';
import { documentClient } from '../stores/clients.ts';
import { DynamoAuditStore } from '../stores/dynamo-audit-store.ts';
import { runCommand, UsageError } from './command.ts';

const help = `Exports and verifies the record of what was done in a workspace.

  npm run audit -- export --workspace NAME > record.jsonl
  npm run audit -- verify record.jsonl [--head CHAIN:SEQUENCE:HASH]...
  npm run audit -- verify --workspace NAME [--head CHAIN:SEQUENCE:HASH]...

  --stage NAME      the stage (dev)
  --workspace NAME  whose record
  --head HEAD       the end of a chain as an earlier run told it: the record must still hold that entry

"export" writes one entry a line. "verify" follows each chain by its hashes, and tells its end: keep that elsewhere, as a
chain whose end was cut off, or that was written anew as a whole, shows by nothing else. Region and credentials come from
the environment, as for every AWS tool.

Exit status: 0 whole, 1 broken or it failed, 2 wrong usage.`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      workspace: { type: 'string' },
      head: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(help);
    return 0;
  }
  const [command, file, ...more] = positionals;
  if (more.length > 0 || (file === undefined) === (values.workspace === undefined)) {
    throw new UsageError('Say "export" or "verify", and one --workspace or one file; --help tells more.');
  }
  const entries = file === undefined ? stored(values.stage, values.workspace ?? '') : linesOf(file);
  if (command === 'verify') return verify(entries, new Set(values.head));
  if (command !== 'export' || file !== undefined) throw new UsageError('Say "export --workspace NAME".');
  for await (const entry of entries) console.log(JSON.stringify(entry));
  return 0;
}

async function* stored(stage: string, workspaceId: string): AsyncIterable<AuditEntry> {
  const store = new DynamoAuditStore(documentClient(), tableName(stage, 'polls'));
  let after: string | undefined;
  do {
    const { entries, cursor } = await store.page(workspaceId, { after, limit: 1_000 });
    yield* entries;
    after = cursor;
  } while (after !== undefined);
}

async function* linesOf(file: string): AsyncIterable<AuditEntry> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line) yield JSON.parse(line) as AuditEntry;
  }
}

async function verify(entries: AsyncIterable<AuditEntry>, heads: Set<string>): Promise<number> {
  const verifier = new ChainVerifier();
  for await (const entry of entries) {
    verifier.add(entry);
    heads.delete(headOf(entry.chain, entry));
  }
  for (const { workspaceId, chain, entries: count, head } of verifier.chains) {
    console.log(`${workspaceId}: ${count} entries, up to ${headOf(chain, head)}`);
  }
  for (const { workspaceId, chain, sequence, reason } of verifier.broken) {
    console.error(`${workspaceId}: ${chain} is broken at ${sequence}: ${reason}`);
  }
  for (const head of heads) console.error(`${head} is not there any more`);
  return verifier.broken.length + heads.size > 0 ? 1 : 0;
}

const headOf = (chain: string, { sequence, hash }: Pick<AuditEntry, 'sequence' | 'hash'>) =>
  `${chain}:${sequence}:${hash}`;

await runCommand('audit', main);
