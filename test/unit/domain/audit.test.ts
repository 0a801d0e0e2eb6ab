import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type AuditEntry,
  auditedAction,
  isAudited,
  publicActions,
  recordingFunctions,
} from '../../../contracts/audit.ts';
import { operationNameOf } from '../../../contracts/operations/operation.ts';
import { routes } from '../../../contracts/routes.ts';
import { AuditLog, type AuditStore } from '../../../domain/audit/audit-log.ts';
import { type AuditEvent, type ChainHead, ChainVerifier, chainsOf, nextEntry } from '../../../domain/audit/chain.ts';

const event: AuditEvent = {
  workspaceId: 'acme',
  at: '2027-01-31T18:00:00.000Z',
  actor: 'key:k1',
  action: 'deletePoll',
  phase: 'attempted',
  target: { pollId: 'p1' },
  requestId: 'r1',
};

/** A store in memory, in which others can be faster. */
class MemoryStore implements AuditStore {
  readonly entries: AuditEntry[] = [];

  async head(_workspaceId: string, chain: string): Promise<ChainHead | undefined> {
    return this.entries.findLast((entry) => entry.chain === chain);
  }

  async append(entry: AuditEntry): Promise<boolean> {
    const length = this.entries.filter(({ chain }) => chain === entry.chain).length;
    if (entry.sequence !== length + 1) return false;
    this.entries.push(entry);
    return true;
  }
}

function chainOf(length: number): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < length; index += 1) {
    entries.push(nextEntry({ ...event, requestId: `r${index}` }, 'eu-central-1', entries.at(-1)));
  }
  return entries;
}

function flawsOf(entries: readonly AuditEntry[]) {
  const verifier = new ChainVerifier();
  for (const entry of entries) verifier.add(entry);
  return verifier.broken;
}

test('a chain is whole as it was written, also when its attributes come in another order', () => {
  const entries = chainOf(20).map(
    (entry) => Object.fromEntries(Object.entries(entry).reverse()) as unknown as AuditEntry,
  );
  assert.deepEqual(flawsOf(entries), []);
});

test('whatever is changed, taken out, put in, doubled or moved breaks the chain', () => {
  const changes: Readonly<Record<string, (entry: AuditEntry) => AuditEntry>> = {
    actor: (entry) => ({ ...entry, actor: 'key:other' }),
    at: (entry) => ({ ...entry, at: '2027-02-01T00:00:00.000Z' }),
    action: (entry) => ({ ...entry, action: 'openPoll' }),
    phase: (entry) => ({ ...entry, phase: 'done' }),
    target: (entry) => ({ ...entry, target: { pollId: 'p2' } }),
    requestId: (entry) => ({ ...entry, requestId: 'other' }),
    status: (entry) => ({ ...entry, status: 204 }),
    made: (entry) => ({ ...entry, made: 'x' }),
    attempt: (entry) => ({ ...entry, attempt: 1 }),
    workspaceId: (entry) => ({ ...entry, workspaceId: 'other' }),
  };
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 12 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom(...Object.keys(changes)),
      (length, one, two, field) => {
        const entries = chainOf(length);
        const [at, other] = [one % (length - 1), two % length];
        const changed = changes[field];
        assert.ok(changed);
        assert.notDeepEqual(flawsOf(entries.map((entry, index) => (index === at ? changed(entry) : entry))), [], field);
        assert.notDeepEqual(flawsOf(entries.toSpliced(at, 1)), [], 'taken out');
        assert.notDeepEqual(flawsOf(entries.toSpliced(at, 0, entries[other] ?? assert.fail())), [], 'put in');
        // Written anew from there on, as somebody would who knows how: the entry before it doesn't lead there.
        const forged = nextEntry({ ...event, actor: 'key:other' }, 'eu-central-1', entries[at - 1]);
        assert.notDeepEqual(flawsOf(entries.toSpliced(at, 1, forged)), [], 'forged');
      },
    ),
  );
});

test('whoever writes at the same time takes turns, and nothing is lost', async () => {
  const store = new MemoryStore();
  const log = new AuditLog({ store, chains: ['eu-central-1'], pause: async () => {}, random: () => 0 });
  await Promise.all(Array.from({ length: 10 }, (_, index) => log.append({ ...event, requestId: `r${index}` })));
  assert.equal(new Set(store.entries.map(({ requestId }) => requestId)).size, 10);
  assert.deepEqual(flawsOf(store.entries), []);
});

test('entries go to all chains of a region, and an outcome to that of its attempt', async () => {
  const store = new MemoryStore();
  const chains = chainsOf('eu-central-1');
  let draws = 0;
  const log = new AuditLog({ store, chains, pause: async () => {}, random: () => (draws++ % 4) / 4 });
  for (let index = 0; index < 8; index += 1) {
    const attempt = await log.append(event);
    const done = await log.append({ ...event, phase: 'done', attempt: attempt.sequence }, attempt);
    assert.deepEqual([done.chain, done.sequence], [attempt.chain, attempt.sequence + 1]);
  }
  assert.deepEqual(new Set(store.entries.map(({ chain }) => chain)), new Set(chains));
  assert.deepEqual(flawsOf(store.entries), []);
});

test('an entry whose answer was lost is not written twice', async () => {
  const store = new MemoryStore();
  const append = store.append.bind(store);
  store.append = async (entry) => {
    await append(entry);
    return false;
  };
  const log = new AuditLog({ store, chains: ['eu-central-1'], pause: async () => {}, random: () => 0 });
  assert.equal((await log.append(event)).sequence, 1);
  assert.equal(store.entries.length, 1);
});

test('a chain that others always write to first is given up, with an error that says to try again', async () => {
  const store: AuditStore = { head: async () => undefined, append: async () => false };
  const log = new AuditLog({ store, chains: ['eu-central-1'], pause: async () => {}, random: () => 0 });
  await assert.rejects(log.append(event), { code: 'unavailable' });
});

/** Routes without a key that change something: each is a voter's, or its handler puts it on record. */
const voting = ['signDevice', 'admitVoter', 'submitResponse'];

test('every route that changes something is on record, or is one of voting', () => {
  const open = routes
    .filter((route) => route.method !== 'GET' && !isAudited(route))
    .map(operationNameOf)
    .sort();
  assert.deepEqual(open, [...voting, ...publicActions, 'signVoter'].sort());
  for (const route of routes.filter(isAudited)) {
    assert.equal(auditedAction(`${route.method} ${route.path}`), operationNameOf(route));
    assert.ok(recordingFunctions.has(route.function), route.function);
  }
  assert.equal(auditedAction('POST /polls/{pollId}/responses'), undefined);
});
