import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { type PollDefinitionInput, pollDefinitionSchema } from '../../contracts/poll.ts';
import type { Submission } from '../../contracts/response.ts';
import { createPoll } from '../../domain/polls/edit.ts';
import type { Poll } from '../../domain/polls/poll.ts';
import { checkAnswers } from '../../domain/responses/check-answers.ts';
import type { CountedResponse } from '../../domain/tallies/counters.ts';
import type { ResponseChange } from '../../domain/tallies/fold.ts';
import { toItem } from '../../stores/response-item.ts';

const options = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `o${index}`, label: `Option ${index}` }));

const option = (index: number, of: number) => `o${index % of}`;

/** A survey of four questions, none of them cheap to count. */
export const survey: PollDefinitionInput = {
  title: 'How was the concert?',
  questions: [
    { id: 'song', kind: 'single', title: 'Which song was the best?', options: options(5) },
    { id: 'liked', kind: 'multiple', title: 'What did you like?', options: options(6), maxChoices: 3 },
    { id: 'again', kind: 'rating', title: 'Would you recommend it?', min: 0, max: 10, nps: true },
    { id: 'order', kind: 'ranking', title: 'Rank the bands', options: options(3) },
  ],
};

const rows = 50;
const columns = 20;
/** One cell of the grid. */
export interface Cell {
  readonly row: string;
  readonly column: string;
}

/** Cells of the grid: as many votes can be told from each other in its results. */
export const cells = rows * columns;
export const questionOfGrid = 'cell';

/** A poll with as many cells to choose from as a poll may have. */
export const grid: PollDefinitionInput = {
  title: 'Which cell?',
  questions: [
    {
      id: questionOfGrid,
      kind: 'matrix',
      title: 'Which cell?',
      rows: options(rows),
      columns: options(columns),
      allRows: false,
    },
  ],
};

export const cellOf = (index: number): Cell => ({
  row: option(Math.floor(index / columns), rows),
  column: option(index, columns),
});

/** An open poll, as it is stored. */
export function pollOf(definition: PollDefinitionInput, id: string): Poll {
  const now = Date.now();
  const poll = createPoll({ definition: pollDefinitionSchema.parse(definition), id, workspaceId: 'bench', now });
  return { ...poll, openedAt: new Date(now).toISOString() };
}

/** Answers to the survey; which ones goes round with the index. */
export function answersOf(index: number): Submission['answers'] {
  return {
    song: option(index, 5),
    liked: [option(index, 6), option(index + 1, 6)],
    again: index % 11,
    order: [option(index, 3), option(index + 1, 3), option(index + 2, 3)],
  };
}

/** As many different answers as the survey's options give before they come round again. */
export const varieties = 5 * 6 * 11;

/** The varieties of answers as they are stored. */
function countedVarieties(): CountedResponse[] {
  const poll = pollOf(survey, 'varieties');
  return Array.from({ length: varieties }, (_, index) => checkAnswers(poll, { answers: answersOf(index) }));
}

/** Changes of one poll, as many new responses; the sequence numbers have as many digits as DynamoDB's. */
export function changesOf(pollId: string, count: number): ResponseChange[] {
  const counted = countedVarieties();
  return Array.from({ length: count }, (_, index) => {
    const after = counted[index % varieties];
    return { sequence: sequenceOf(0, index), pollId, key: `voter-${index}`, ...(after ? { after } : {}) };
  });
}

/** Stream records without end, going round the polls; their sequence numbers go on growing. */
export function* streamRecords(pollIds: readonly string[]): Generator<DynamoDBRecord, never> {
  const counted = countedVarieties();
  const images = counted.map(({ answers }) => marshall({ a: answers }));
  const startedAt = Date.now();
  for (let index = 0; ; index += 1) {
    const voterKey = `voter-${startedAt}-${index}`;
    const { pk, sk, i, t } = toItem({
      pollId: pollIds[index % pollIds.length] ?? '',
      responseId: voterKey,
      voterKey,
      shards: 16,
      submittedAt: startedAt,
      changes: 'refuse',
      answers: {},
      skipped: [],
    });
    const Keys = marshall({ pk, sk });
    yield {
      eventName: 'INSERT',
      dynamodb: {
        Keys,
        NewImage: { ...Keys, ...marshall({ i, t }), ...images[index % varieties] } as typeof Keys,
        SequenceNumber: sequenceOf(startedAt, index),
        ApproximateCreationDateTime: Math.floor(startedAt / 1_000),
      },
    } as DynamoDBRecord;
  }
}

const sequenceOf = (startedAt: number, index: number) =>
  `1${String(startedAt).padStart(13, '0')}${String(index).padStart(10, '0')}`;
