import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../contracts/audit.ts';

/** What somebody does, before it has its place in a chain. */
export type AuditEvent = Omit<AuditEntry, 'v' | 'chain' | 'sequence' | 'previous' | 'hash'>;

/** The last entry of a chain, as far as the next one needs it. */
export type ChainHead = Pick<AuditEntry, 'sequence' | 'hash'>;

/** A region's chains: as many as let some dozens of actions at once pass without waiting for each other for long. */
export function chainsOf(region: string): readonly [string, ...string[]] {
  return [`${region}-0`, `${region}-1`, `${region}-2`, `${region}-3`];
}

/** The entry that follows on a chain's head. @param head undefined for a chain that has no entry yet */
export function nextEntry(event: AuditEvent, chain: string, head: ChainHead | undefined): AuditEntry {
  const entry = { ...event, v: 1, chain, sequence: (head?.sequence ?? 0) + 1, previous: head?.hash ?? '' } as const;
  return { ...entry, hash: hashOf(entry) };
}

/** Covers every field, in an order of its own, so that no store's order of attributes matters. */
function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const target = Object.entries(entry.target).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = [
    entry.v,
    entry.workspaceId,
    entry.chain,
    entry.sequence,
    entry.at,
    entry.actor,
    entry.action,
    entry.phase,
    target,
    entry.requestId,
    entry.status ?? null,
    entry.made ?? null,
    entry.attempt ?? null,
    entry.previous,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url');
}

/** What doesn't fit: an entry was changed, taken out, put in or moved. */
export interface BrokenLink {
  readonly workspaceId: string;
  readonly chain: string;
  readonly sequence: number;
  readonly reason: 'changed' | 'missing' | 'out-of-order' | 'not-linked';
}

/** What a chain is found to be. */
export interface ChainReport {
  readonly workspaceId: string;
  readonly chain: string;
  readonly entries: number;
  /** Kept elsewhere, it proves later that nothing before was changed, nor the end cut off. */
  readonly head: ChainHead;
}

/** Follows chains entry by entry. One whose end was cut off looks whole: hold its head against one that was kept. */
export class ChainVerifier {
  readonly broken: BrokenLink[] = [];
  readonly #heads = new Map<string, ChainReport>();

  /** The next entry of its chain; entries of different chains may be mixed. */
  add(entry: AuditEntry): void {
    const { workspaceId, chain, sequence } = entry;
    const name = JSON.stringify([workspaceId, chain]);
    const before = this.#heads.get(name);
    const reason = flawOf(entry, before?.head);
    if (reason) this.broken.push({ workspaceId, chain, sequence, reason });
    const head = { sequence, hash: entry.hash };
    this.#heads.set(name, { workspaceId, chain, entries: (before?.entries ?? 0) + 1, head });
  }

  get chains(): readonly ChainReport[] {
    return [...this.#heads.values()];
  }
}

function flawOf(entry: AuditEntry, head: ChainHead | undefined): BrokenLink['reason'] | undefined {
  const expected = (head?.sequence ?? 0) + 1;
  if (entry.sequence > expected) return 'missing';
  if (entry.sequence < expected) return 'out-of-order';
  if (entry.previous !== (head?.hash ?? '')) return 'not-linked';
  return hashOf(entry) === entry.hash ? undefined : 'changed';
}
