/** Something that a person can mend: its message is the one sentence that they get to read, without a stack trace. */
export class ExplainedError extends Error {}
