import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { AnswerInput } from '../../contracts/response.ts';
import { type Random, seededRandom, shuffled } from '../random.ts';
import type { SoakOptions } from './arguments.ts';

export type Answers = Readonly<Record<string, AnswerInput>>;

/** A poll of the soak, and what happens to it. */
export interface PlannedPoll {
  readonly definition: PollDefinitionInput;
  readonly changes: 'refuse' | 'replace';
  /** Closed when this part of all votes has been sent. */
  readonly closesAt?: number;
  /** The part of its responses that are erased, or that expire, when all is recorded. */
  readonly erased: number;
  readonly expired: number;
}

/** A voter, with what they send, one after the other. */
export interface PlannedVoter {
  readonly poll: number;
  /** The index of the region nearest to the voter, for each of the answers. */
  readonly regions: readonly number[];
  readonly answers: readonly Answers[];
}

export interface Plan {
  readonly polls: readonly PlannedPoll[];
  readonly voters: readonly PlannedVoter[];
}

const options = {
  choice: ['a', 'b', 'c'],
  many: ['a', 'b', 'c', 'd'],
  order: ['a', 'b', 'c'],
} as const;
export const stars = [1, 2, 3, 4, 5] as const;

/** The metadata field that tells which of a voter's answers is stored. */
export const numberField = 'n';

/** Where voters write, in answers and beside them: no log may hold it. */
const textQuestion = 'words';
export const textField = 'seat';

/** How many voters' second answers are sent from another region. */
const travellers = 0.1;
const everyFourth = (index: number, which: number) => index % 4 === which;

/** @param mark stands in whatever voters write */
export function planSoak(given: SoakOptions, mark: string): Plan {
  const random = seededRandom(given.seed);
  const polls = Array.from({ length: given.polls }, (_, index): PlannedPoll => {
    const changes = index % 2 === 0 ? 'refuse' : 'replace';
    return {
      definition: definitionOf(index, changes),
      changes,
      ...(everyFourth(index, 1) ? { closesAt: 0.6 + 0.3 * random() } : {}),
      erased: everyFourth(index, 2) ? 0.1 : 0,
      expired: everyFourth(index, 3) ? 0.2 : 0,
    };
  });
  const counts = new Array<number>(given.voters).fill(1);
  for (let more = given.votes - given.voters; more > 0; more -= 1) {
    const voter = Math.floor(random() * given.voters);
    counts[voter] = (counts[voter] ?? 1) + 1;
  }
  const voters = counts.map((count, index): PlannedVoter => {
    const home = Math.floor(random() * given.regions);
    const travels = random() < travellers;
    const region = () => (travels ? Math.floor(random() * given.regions) : home);
    return {
      poll: index % given.polls,
      regions: Array.from({ length: count }, region),
      answers: Array.from({ length: count }, () => ({ ...answersOf(random), [textQuestion]: `said ${mark}` })),
    };
  });
  return { polls, voters: shuffled(voters, random) };
}

function definitionOf(index: number, changes: 'refuse' | 'replace'): PollDefinitionInput {
  const choices = (ids: readonly string[]) => ids.map((id) => ({ id, label: id.toUpperCase() }));
  return {
    title: `Soak ${index}`,
    policy: { changes },
    metadata: [{ id: numberField }, { id: textField }],
    questions: [
      { id: 'choice', kind: 'single', title: 'One', options: choices(options.choice) },
      { id: 'many', kind: 'multiple', title: 'Any', options: choices(options.many), optional: true },
      { id: 'stars', kind: 'rating', title: 'How good', min: 1, max: 5, optional: true },
      { id: textQuestion, kind: 'text', title: 'Say it', optional: true },
      { id: 'order', kind: 'ranking', title: 'In order', options: choices(options.order), optional: true },
    ],
  };
}

function answersOf(random: Random): Answers {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const many = options.many.filter(() => random() < 0.4);
  return {
    choice: pick(options.choice),
    ...(many.length > 0 ? { many } : {}),
    ...(random() < 0.5 ? { stars: pick(stars) } : {}),
    ...(random() < 0.3 ? { order: shuffled(options.order, random) } : {}),
  };
}
