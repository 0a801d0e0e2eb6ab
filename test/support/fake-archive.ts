import type { ArchiveJob } from '../../domain/archive/archive-job.ts';
import type { ArchivedResponse, ArchivePorts } from '../../domain/archive/ports.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { shardOf } from '../../domain/polls/shards.ts';
import { Problem } from '../../domain/problem.ts';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import { countersOfAll } from './counted-responses.ts';

class CutOff extends Error {}

interface Place {
  readonly response: ArchivedResponse;
  readonly expiresAt?: number;
}

/** All that an archive works with, in memory. Any call may be cut off before it does anything, or after it did. */
export class FakeArchive {
  time = Date.UTC(2027, 5, 1);
  poll: Poll;
  job: ArchiveJob | undefined;
  counters: Map<string, number>;
  expired = false;
  /** How many responses were there when what they come to was kept. */
  keptOutcomesOf: number | undefined;
  readonly files = new Map<string, string>();
  readonly #places = new Map<string, Place>();
  readonly #draw: (below: number) => number;
  readonly ports: ArchivePorts;

  constructor(poll: Poll, responses: readonly CountedResponse[], draw: (below: number) => number) {
    this.poll = poll;
    this.#draw = draw;
    this.counters = countersOfAll(responses);
    // As JSON gives them back: without the prototypes that fast-check draws.
    const plain = JSON.parse(JSON.stringify(responses)) as CountedResponse[];
    for (const [index, counted] of plain.entries()) {
      const voterKey = `voter-${index}`;
      const response = { voterKey, responseId: `r${index}`, submittedAt: index, ...counted, metadata: {} };
      this.#places.set(voterKey, { response });
    }
    this.ports = this.#makePorts();
  }

  isOurs(error: unknown): boolean {
    return error instanceof CutOff;
  }

  stored(): ArchivedResponse[] {
    return inOrder([...this.#places.values()].map(({ response }) => response));
  }

  archived(): ArchivedResponse[] {
    const parts = [...this.files].filter(
      ([name]) => name.startsWith(`${this.job?.run}/`) && !name.endsWith('manifest'),
    );
    return inOrder(
      parts.flatMap(([, text]) =>
        text
          .trimEnd()
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line)),
      ),
    );
  }

  /** The table deletes what has expired, long after. */
  sweep(): void {
    for (const [key, { expiresAt }] of this.#places) {
      if (expiresAt === undefined) continue;
      this.#places.delete(key);
      this.expired = true;
    }
  }

  async #call<T>(action: () => T): Promise<T> {
    const fault = this.#draw(12);
    if (fault === 0) throw new CutOff();
    const answer = action();
    if (fault === 2) throw new CutOff();
    return answer;
  }

  #makePorts(): ArchivePorts {
    const part = (run: string, number: number) => `${run}/${number}`;
    return {
      store: {
        get: () => this.#call(() => this.job),
        create: () => Promise.reject(new Error('not asked for')),
        update: (job) =>
          this.#call(() => {
            if (job.version !== this.job?.version) return undefined;
            this.job = { ...job, version: job.version + 1 };
            return this.job;
          }),
        remove: () =>
          this.#call(() => {
            this.job = undefined;
          }),
      },
      polls: {
        get: () => this.#call(() => this.poll),
        replace: (poll) =>
          this.#call(() => {
            if (poll.version !== this.poll.version + 1) throw new Problem('version-mismatch', '');
            this.poll = poll;
          }),
      },
      files: {
        putPart: (run, number, pieces) =>
          this.#call(() => {
            this.files.set(part(run, number), Buffer.concat(pieces).toString());
            return 'tag';
          }),
        readPart: (run, number) => this.#call(() => this.files.get(part(run, number)) ?? ''),
        putManifest: (run, manifest) =>
          this.#call(() => void this.files.set(`${run}/manifest`, JSON.stringify(manifest))),
        remove: (run, parts) =>
          this.#call(() => {
            for (let number = 1; number <= parts; number += 1) this.files.delete(part(run, number));
            this.files.delete(`${run}/manifest`);
          }),
      },
      table: {
        page: ({ partition, after = '' }) =>
          this.#call(() => {
            const own = this.stored().filter(
              ({ voterKey }) => shardOf(voterKey, this.poll.shards) === partition && voterKey > after,
            );
            const responses = own.slice(0, 3);
            const last = responses.at(-1);
            return { responses, ...(own.length > 3 && last ? { after: last.voterKey } : {}) };
          }),
        expire: ({ voterKey }, expiresAt) =>
          this.#call(() => {
            const place = this.#places.get(voterKey);
            if (place) this.#places.set(voterKey, { ...place, expiresAt });
          }),
        restore: (response) => this.#call(() => void this.#places.set(response.voterKey, { response })),
      },
      tally: {
        read: () => this.#call(() => ({ counters: this.counters, expired: this.expired })),
        forgetExpiry: () =>
          this.#call(() => {
            this.expired = false;
          }),
      },
      encode(responses) {
        const text = responses.map((response) => `${JSON.stringify(response)}\n`).join('');
        const compressed = Buffer.from(text);
        // Each page passes for as large as a part.
        Object.defineProperty(compressed, 'byteLength', { value: 2 * 1024 * 1024 });
        return { text, compressed };
      },
      keepOutcomes: () =>
        this.#call(() => {
          this.keptOutcomesOf = this.stored().length;
        }),
      hasInsights: () => this.#call(() => this.#draw(3) > 0),
      isTimeOver: () => this.#draw(6) === 0,
      now: () => this.time,
    };
  }
}

function inOrder(responses: readonly ArchivedResponse[]): ArchivedResponse[] {
  return responses.toSorted((a, b) => (a.voterKey < b.voterKey ? -1 : 1));
}
