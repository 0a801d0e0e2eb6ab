import { type Device, devices } from '../contracts/insights.ts';
import type { AcceptedResponse, StoredAnswer } from '../contracts/response.ts';
import { tombstoneDays } from '../domain/erasure/erasure.ts';
import { shardOf } from '../domain/polls/shards.ts';
import type { CountedResponse } from '../domain/tallies/counters.ts';

/**
 * Attribute names of a stored response, short because every write, its replica, its stream record and each read
 * pay for them: i response id, t time of submission in milliseconds, a answers, s skipped
 * questions, d metadata, c country, g the first letter of the device's kind, h and v pseudonyms of the address and of the
 * device in an open poll, n the network of a data centre, q the exclusion that leaves it out of results, x when the voter's responses were last erased,
 * z that it was put back from an archive, o where in a trace it was written. `expiresAt` (seconds since 1970) is the table's time to live.
 */
export interface ResponseItem {
  readonly pk: string;
  readonly sk: string;
  readonly i: string;
  readonly t: number;
  readonly a: Readonly<Record<string, StoredAnswer>>;
  readonly s?: readonly string[];
  readonly d?: Readonly<Record<string, string>>;
  readonly c?: string;
  readonly g?: string;
  readonly h?: string;
  readonly v?: string;
  readonly n?: string;
  readonly q?: string;
  readonly x?: number;
  /** It was counted before it was put here: its arrival changes no tally. */
  readonly z?: 1;
  readonly o?: string;
  readonly expiresAt?: number;
}

/** What stands in the place of an erased response for a while, so that none from before comes back. */
export interface Tombstone extends Pick<ResponseItem, 'pk' | 'sk'> {
  /** Milliseconds since 1970. */
  readonly x: number;
  readonly expiresAt: number;
}

/** The table key of a voter's response: spread over the poll's shards, one item a voter. */
export function responseKey(given: { pollId: string; shards: number; voterKey: string }): { pk: string; sk: string } {
  return { pk: shardKey(given.pollId, shardOf(given.voterKey, given.shards)), sk: given.voterKey };
}

export function shardKey(pollId: string, shard: number): string {
  return `${pollId}#${shard}`;
}

/** The poll that a response's partition key belongs to. */
export function pollOf(pk: string): string {
  return pk.slice(0, pk.lastIndexOf('#'));
}

export function toItem(response: AcceptedResponse): ResponseItem {
  return {
    ...responseKey(response),
    i: response.responseId,
    t: response.submittedAt,
    a: response.answers,
    ...(response.skipped.length === 0 ? {} : { s: response.skipped }),
    ...(response.metadata === undefined ? {} : { d: response.metadata }),
    ...(response.country === undefined ? {} : { c: response.country }),
    ...(response.device === undefined ? {} : { g: response.device.charAt(0) }),
    ...(response.from === undefined ? {} : { h: response.from }),
    ...(response.sender === undefined ? {} : { v: response.sender }),
    ...(response.network === undefined ? {} : { n: response.network }),
  };
}

/** What a tally counts of a stored item. */
export function toCounted(item: Pick<ResponseItem, 'a' | 's' | 'q'>): CountedResponse {
  return { answers: item.a, skipped: item.s ?? [], ...(item.q === undefined ? {} : { excludedBy: item.q }) };
}

/** The kind of device that a stored item names by its first letter. */
export function deviceOfItem(item: Pick<ResponseItem, 'g'>): Device {
  return devices.find((device) => device.charAt(0) === item.g) ?? 'unknown';
}

/** What isn't one among the responses has no answers: a recount's probe, a tombstone. */
export function isResponse(item: object): item is ResponseItem {
  return 'a' in item;
}

export function toTombstone(key: Parameters<typeof responseKey>[0], erasedAt: number): Tombstone {
  const expiresAt = Math.ceil(erasedAt / 1_000) + tombstoneDays * 24 * 3_600;
  return { ...responseKey(key), x: erasedAt, expiresAt };
}

export function isTombstone(item: object): item is Tombstone {
  return 'x' in item && !isResponse(item);
}

/** First characters of a probe's sort key: with them, probes stand evenly among voter keys, which are base64url. */
const probePlaces = ['F', 'V', 'k', 'z'] as const;

/** The keys of a recount's probes in one partition. The mark can't be part of a voter key. */
export function probeKeys(given: { partition: number; name: string }): string[] {
  return probePlaces.map((place) => `${place}!${given.partition}!${given.name}`);
}
