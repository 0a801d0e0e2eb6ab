import fc from 'fast-check';
import { headers } from '../../contracts/headers.ts';
import { pollBody, rightBodies, voteBody } from './bodies.ts';
import type { Operation } from './description.ts';
import { bodiesAround, headerText, hostileStep } from './hostile.ts';

/** What is sent along beside a path and a token. */
export interface Sent {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** How a voter's token is spoilt before it is sent. */
export const tamperings = ['none', 'missing', 'cut', 'flip', 'kind', 'poll', 'voter', 'longer', 'junk'] as const;

/** One thing that a voter does. */
export type VoteStep =
  | { readonly kind: 'vote'; readonly tampering: (typeof tamperings)[number]; readonly sent: Sent }
  | { readonly kind: 'again' | 'ballot' | 'results' | 'status' | 'live' | 'new-token' };

/** One thing that somebody does who manages a poll. */
export type ManageStep =
  | { readonly kind: 'create' | 'update'; readonly sent: Sent }
  | { readonly kind: 'open' | 'close' | 'delete' | 'get' | 'export' | 'archive'; readonly sent: Sent };

export type Scenario =
  /** @param poll which of those that wait for votes; @param ways of the voter there */
  | { readonly kind: 'votes'; readonly poll: number; readonly steps: readonly VoteStep[] }
  | { readonly kind: 'manages'; readonly steps: readonly ManageStep[] }
  /** Any operation, with path steps that are known ids (numbers) or anything. */
  | {
      readonly kind: 'wild';
      readonly operation: number;
      readonly steps: readonly (number | string)[];
      readonly query: string;
      readonly sent: Sent;
      readonly withKey: boolean;
    }
  /** A path that no route may take for another. */
  | { readonly kind: 'path'; readonly method: string; readonly path: string };

const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'nonsense',
] as const;

const strangeHeaders = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc.constantFrom<Record<string, string>>(
    { 'content-encoding': 'gzip' },
    { 'x-forwarded-host': 'evil.example' },
    { 'x-http-method-override': 'DELETE' },
    { accept: 'text/html' },
    { origin: 'null' },
    { 'accept-language': 'x'.repeat(2_000) },
    { cookie: 'a=b; '.repeat(200) },
    { 'x-long': 'x'.repeat(9_000) },
  ),
  fc.dictionary(
    fc.constantFrom(
      ...Object.values(headers),
      'user-agent',
      'cloudfront-viewer-country',
      'traceparent',
      'x-amzn-trace-id',
    ),
    headerText,
    { maxKeys: 3, noNullPrototype: true },
  ),
);

function sentAround(right: unknown): fc.Arbitrary<Sent> {
  return fc
    .tuple(
      right === undefined ? fc.constant('') : bodiesAround(right),
      strangeHeaders,
      fc.constantFrom(...contentTypes),
    )
    .map(([body, strange, type]) => ({
      headers: { ...(body === '' ? {} : { 'content-type': type }), ...strange },
      ...(body === '' ? {} : { body }),
    }));
}

/** An idempotency key that comes again soon, or an `If-Match` that may fit. */
const conditions = fc.oneof(
  fc.constant({}),
  fc.integer({ min: 1, max: 5 }).map((key) => ({ [headers.idempotencyKey]: `again-${key}` })),
  fc.constantFrom('"1"', '"2"', '*', '"1", "2"', 'W/"1"', '1', '').map((version) => ({ [headers.ifMatch]: version })),
);

function conditional(right: unknown): fc.Arbitrary<Sent> {
  return fc
    .tuple(sentAround(right), conditions)
    .map(([sent, more]) => ({ ...sent, headers: { ...sent.headers, ...more } }));
}

const voteStep: fc.Arbitrary<VoteStep> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('vote' as const),
      tampering: fc.oneof(
        { weight: 5, arbitrary: fc.constant('none' as const) },
        { weight: 1, arbitrary: fc.constantFrom(...tamperings) },
      ),
      sent: sentAround(voteBody),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('again', 'again', 'ballot', 'results', 'status', 'live', 'new-token')
      .map((kind): VoteStep => ({ kind: kind as Exclude<VoteStep['kind'], 'vote'> })),
  },
);

const manageStep: fc.Arbitrary<ManageStep> = fc.oneof(
  conditional(pollBody).map((sent) => ({ kind: 'create' as const, sent })),
  conditional(rightBodies.updatePoll).map((sent) => ({ kind: 'update' as const, sent })),
  fc
    .tuple(fc.constantFrom('open', 'close', 'delete', 'get', 'export', 'archive'), conditional(undefined))
    .map(([kind, sent]): ManageStep => ({ kind: kind as Exclude<ManageStep['kind'], 'create' | 'update'>, sent })),
);

/** What the operations take; wild ones know some ids of theirs. */
export function scenarios(operations: readonly Operation[]): fc.Arbitrary<Scenario> {
  const wild = fc.nat({ max: operations.length - 1 }).chain((operation) =>
    fc.record({
      kind: fc.constant('wild' as const),
      operation: fc.constant(operation),
      steps: fc.array(fc.oneof(fc.nat({ max: 50 }), hostileStep), { minLength: 3, maxLength: 3 }),
      query: fc.oneof({ weight: 2, arbitrary: fc.constant('') }, hostileQuery),
      sent: conditional(rightBodies[operations[operation]?.id ?? '']),
      withKey: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
    }),
  );
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('votes' as const),
        poll: fc.nat({ max: 1_000 }),
        steps: fc.array(voteStep, { minLength: 1, maxLength: 8 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc
        .array(manageStep, { minLength: 1, maxLength: 8 })
        .map((steps) => ({ kind: 'manages' as const, steps })),
    },
    { weight: 12, arbitrary: wild },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'PUT'),
          fc.array(hostileStep, { maxLength: 5 }),
          hostileQuery,
        )
        .map(([method, steps, query]) => ({ kind: 'path' as const, method, path: `/${steps.join('/')}${query}` })),
    },
  );
}

const hostileQuery = fc
  .array(
    fc.tuple(
      fc.constantFrom('limit', 'cursor', 'search', 'state', 'rows', 'columns', 'x'),
      fc.oneof(hostileStep, fc.constantFrom('1', '20', '100', '101', '-1', '1e3', 'one', 'rate', 'all')),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((pairs) => `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`);
