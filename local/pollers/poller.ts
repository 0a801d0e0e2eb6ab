/** Something that feeds a function until it is stopped; stopping waits for the batch that is under way. */
export interface Poller {
  stop(): Promise<void>;
}
