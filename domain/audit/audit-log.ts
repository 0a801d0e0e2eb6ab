import type { AuditEntry } from '../../contracts/audit.ts';
import { Problem } from '../problem.ts';
import { type AuditEvent, type ChainHead, nextEntry } from './chain.ts';

/** Where the records of workspaces are kept. Nothing in it is ever changed or deleted. */
export interface AuditStore {
  /** The last entry of a chain; undefined where there is none. Strongly consistent. */
  head(workspaceId: string, chain: string): Promise<ChainHead | undefined>;
  /** @returns false where the chain has an entry of this sequence number already */
  append(entry: AuditEntry): Promise<boolean>;
}

interface Given {
  readonly store: AuditStore;
  /** The chains to write to. Who writes at the same time seldom meets in one of several. */
  readonly chains: readonly [string, ...string[]];
  readonly pause: (ms: number) => Promise<unknown>;
  readonly random: () => number;
}

/** The end of a chain, with its name. */
type NamedHead = Pick<AuditEntry, 'chain'> & ChainHead;

/** How often an entry is tried again where others write to the same chain; together some 3 s at most. */
const attempts = 14;
const longestPauseMs = 400;

/**
 * Appends to workspaces' records. Who writes at the same time takes turns by the condition on the sequence number, with
 * a random pause in between that grows.
 */
export class AuditLog {
  readonly #given: Given;

  constructor(given: Given) {
    this.#given = given;
  }

  /**
   * @param known the head of a chain that it is to follow, as the caller has seen it last, which spares a look if nobody
   * wrote since @default any chain
   * @throws Problem `unavailable` where others were faster each time
   */
  async append(event: AuditEvent, known?: NamedHead): Promise<AuditEntry> {
    const { store, chains, pause, random } = this.#given;
    const chain = known?.chain ?? chains[Math.floor(random() * chains.length)] ?? chains[0];
    let head: ChainHead | undefined = known ?? (await store.head(event.workspaceId, chain));
    for (let attempt = 0; attempt < attempts; attempt++) {
      const entry = nextEntry(event, chain, head);
      if (await store.append(entry)) return entry;
      await pause(random() * Math.min(longestPauseMs, 10 * 2 ** attempt));
      head = await store.head(event.workspaceId, chain);
      // It was stored, and only the answer was lost.
      if (head?.hash === entry.hash) return entry;
    }
    throw new Problem('unavailable', 'Too much happens in this workspace at once: try again in a moment.');
  }
}
