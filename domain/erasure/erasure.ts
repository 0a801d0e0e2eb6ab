/**
 * How long a tombstone stands, in days. Longer than an accepted response can wait to be recorded (14 days in its queue
 * and 14 more when it is put back from the dead letters), and than the 35 days of points in time that a table can be
 * restored to: neither brings an erased response back.
 */
export const tombstoneDays = 36;

/** The voter whose data goes, by the name under which the poll knows them. */
export interface ErasedVoter {
  readonly pollId: string;
  readonly voterKey: string;
}

/** In the place of a voter's key: the beginning of every one. */
export const everyVoter = '';

/** What a region derives from a poll's responses and that holds voters' own answers. */
export interface DerivedData {
  /** Removes the files of all of the poll's exports, begun or ready: they can be made anew. @returns how many */
  removeExports(pollId: string): Promise<number>;
  /** Takes the voter's texts out of the answers that insights keep. @returns how many */
  removeAnswers(voter: ErasedVoter): Promise<number>;
  /** Removes what moderators have noted of the voter's texts. @returns how many notes */
  removeMarks(voter: ErasedVoter): Promise<number>;
}

/** What was removed, by where it was. */
export interface Removed {
  readonly responses: number;
  readonly exports: number;
  readonly textAnswers: number;
  readonly moderationMarks: number;
  readonly archivedResponses: number;
}

/**
 * Removes what a region holds of a voter beside the response itself. It can be called again at any time, and is called
 * again once whoever had read the response before it was erased must have ended.
 */
export async function eraseDerived(
  derived: DerivedData,
  voter: ErasedVoter,
): Promise<Omit<Removed, 'responses' | 'archivedResponses'>> {
  return {
    exports: await derived.removeExports(voter.pollId),
    textAnswers: await derived.removeAnswers(voter),
    moderationMarks: await derived.removeMarks(voter),
  };
}
