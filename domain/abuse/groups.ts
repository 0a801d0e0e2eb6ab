import { createHash } from 'node:crypto';
import type { GroupKind, SuspiciousGroup } from '../../contracts/abuse.ts';
import type { StoredAnswer } from '../../contracts/response.ts';
import { scoreOf } from './score.ts';

/** A stored response as it is looked at. */
export interface SeenResponse {
  /** Milliseconds since 1970. */
  readonly submittedAt: number;
  readonly groups: Readonly<Partial<Record<GroupKind, string>>>;
  readonly answers: Readonly<Record<string, StoredAnswer>>;
  readonly isExcluded: boolean;
}

/** Fewer than these are a family. */
export const smallestGroup = 10;
/** As many as anybody looks at. */
const mostGroups = 100;

interface Gathered {
  readonly times: number[];
  readonly patterns: Map<string, number>;
  excluded: number;
}

/** Gathers a poll's responses by where they came from, in whatever order. */
export class Groups {
  readonly #groups = new Map<string, Gathered>();
  readonly #patterns = new Map<string, number>();
  #responses = 0;

  add({ submittedAt, groups, answers, isExcluded }: SeenResponse): void {
    const pattern = patternOf(answers);
    this.#responses += 1;
    count(this.#patterns, pattern);
    for (const [kind, name] of Object.entries(groups)) {
      const key = `${kind}:${name}`;
      const gathered: Gathered = this.#groups.get(key) ?? { times: [], patterns: new Map(), excluded: 0 };
      gathered.times.push(submittedAt);
      count(gathered.patterns, pattern);
      gathered.excluded += Number(isExcluded);
      this.#groups.set(key, gathered);
    }
  }

  /** The groups that are large enough to tell something, the most suspicious first. */
  suspicious(): SuspiciousGroup[] {
    const large = [...this.#groups].filter(([, { times }]) => times.length >= smallestGroup);
    return large
      .map(([group, gathered]) => this.#view(group, gathered))
      .sort((a, b) => b.score - a.score || b.responses - a.responses || (a.group < b.group ? -1 : 1))
      .slice(0, mostGroups);
  }

  #view(group: string, { times, patterns, excluded }: Gathered): SuspiciousGroup {
    const sorted = times.toSorted((a, b) => a - b);
    const [pattern, alikeCount] = [...patterns].reduce((most, own) => (own[1] > most[1] ? own : most));
    const [responses, fastest] = [times.length, mostWithin(sorted, windowMs)];
    // What is usual is told by the others: a group that is most of the poll is no measure of itself.
    const others = this.#responses - responses;
    const usual = others === 0 ? 1 : ((this.#patterns.get(pattern) ?? 0) - alikeCount) / others;
    const alike = alikeCount / responses;
    return {
      group,
      responses,
      ...scoreOf({ responses, fastest, alike, usual, isHosted: group.startsWith('network:') }),
      fastest,
      alike: Math.round(alike * 100) / 100,
      firstAt: new Date(sorted[0] ?? 0).toISOString(),
      lastAt: new Date(sorted.at(-1) ?? 0).toISOString(),
      excluded,
    };
  }
}

const windowMs = 10_000;

/** The most of sorted times that lie within one window. */
export function mostWithin(sorted: readonly number[], window: number): number {
  let [first, most] = [0, 0];
  for (const [last, time] of sorted.entries()) {
    while (time - (sorted[first] ?? time) >= window) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

/** The same for the same answers; a few bytes, as each response has one. */
function patternOf(answers: SeenResponse['answers']): string {
  const sorted = Object.entries(answers).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest().subarray(0, 6).toString('base64url');
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
