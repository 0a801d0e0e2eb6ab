import { voterKeyLength } from './voter.ts';

/** Bytes of the hash that names a submission among those of its voter. */
export const submissionNameBytes = 12;
const nameLength = (submissionNameBytes * 4) / 3;
/** Milliseconds since 1970 in base 36; nine digits last beyond the year 5000. */
const timeLength = 9;

/** A response id taken apart. */
export interface ResponseId {
  readonly responseId: string;
  readonly voterKey: string;
  /** Only in the ids of polls whose voters may change their answers. Milliseconds since 1970. */
  readonly submittedAt: number | undefined;
}

/** `<voter key><submission's name>`, and the time where given. All of it is safe in an address. */
export function formatResponseId(parts: { voterKey: string; name: string; submittedAt: number | undefined }): string {
  const time = parts.submittedAt === undefined ? '' : parts.submittedAt.toString(36).padStart(timeLength, '0');
  return parts.voterKey + parts.name + time;
}

const pattern = new RegExp(
  `^([A-Za-z0-9_-]{${voterKeyLength}})[A-Za-z0-9_-]{${nameLength}}([0-9a-z]{${timeLength}})?$`,
);

/** @returns undefined for a text that is no response id */
export function parseResponseId(text: string): ResponseId | undefined {
  const [, voterKey, time] = pattern.exec(text) ?? [];
  if (!voterKey) return undefined;
  return { responseId: text, voterKey, submittedAt: time === undefined ? undefined : Number.parseInt(time, 36) };
}
