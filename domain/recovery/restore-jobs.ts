/** A restore that is tested. */
export interface RestoreJob {
  /** The table that was backed up. */
  readonly sourceTable: string;
  /** The table that was made of the backup; it goes when the test is over. */
  readonly restoredTable: string;
  /** When the backup was made, milliseconds since 1970. */
  readonly backedUpAt: number;
}

/** What is said of a restore to whoever made it. */
export interface Verdict {
  readonly passed: boolean;
  /** One sentence for a person. */
  readonly message: string;
}

/** The service that backs up and restores. */
export interface RestoreJobs {
  /** @throws Error where the job hasn't made a table of one */
  describe(jobId: string): Promise<RestoreJob>;
  report(jobId: string, verdict: Verdict): Promise<void>;
}
