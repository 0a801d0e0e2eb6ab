import type { ExportView } from './exports.ts';
import type { AnswerInput } from './response.ts';

/** A voter's response, with all that is stored of it. */
export interface VoterResponse {
  readonly responseId: string;
  readonly submittedAt: string;
  /** By question, as the voter gave them. */
  readonly answers: Readonly<Record<string, AnswerInput>>;
  /** Questions that were shown and left unanswered. */
  readonly skipped: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
  /** An ISO 3166 code; absent where it isn't known. */
  readonly country?: string;
  readonly device?: string;
}

/** What stands with a response in the tables by which votes of one connection or device are told to be so. */
export interface ResponseSigns {
  /** Pseudonym of the connection on that day, which 256 addresses or more share. */
  readonly connection?: string;
  /** Pseudonym of the device, in a poll that takes several responses of one. */
  readonly sender?: string;
  /** The network, if it is one of a data centre. */
  readonly network?: string;
  /** The exclusion that leaves the response out of results. */
  readonly excludedBy?: string;
}

/** What `GET /polls/{pollId}/voters/{voter}` answers: all that is stored of a voter in a poll, by where it is. */
export interface VoterData {
  readonly pollId: string;
  /** The name under which the poll knows the voter: made of their identity, which is stored nowhere. */
  readonly voterKey: string;
  /** As it stands in the tables; it is deleted at `expiresAt`, where that is known. */
  readonly response?: VoterResponse & ResponseSigns & { readonly expiresAt?: string };
  /** Where it is archived. */
  readonly archivedResponse?: VoterResponse;
  /** When the voter's data was last erased. */
  readonly erasedAt?: string;
  /** Texts among the answers that insights list, in the region that answers. */
  readonly textAnswers: readonly { readonly questionId: string; readonly responseId: string; readonly text: string }[];
  /** Answers that moderators have hidden. */
  readonly hiddenAnswers: readonly { readonly questionId: string; readonly responseId: string }[];
  /** Files of the whole poll, in the region that answers: the response is in those from after it was recorded. */
  readonly exports: readonly Pick<ExportView, 'id' | 'format' | 'state' | 'requestedAt'>[];
}
