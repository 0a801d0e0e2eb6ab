import { Bucket } from './bucket.ts';
import { Fleet } from './fleet.ts';
import type { LimitId } from './limit-id.ts';
import type { Settings } from './settings.ts';

const isLess = (one: number, other: number) => one < other * (1 - 1e-9);

/** The way in: CloudFront, the route's throttle, the account's, and an instance that takes the vote. */
export class Entrance {
  readonly #settings: Settings;
  readonly #seconds: number;
  readonly #edge: Bucket;
  readonly #votes: Bucket;
  readonly #account: Bucket;
  readonly #fleet: Fleet;

  /** @param seconds of a step */
  constructor(settings: Settings, seconds: number) {
    this.#settings = settings;
    this.#seconds = seconds;
    this.#edge = new Bucket({ perSecond: settings.edge.requestsPerSecond, burst: 0 });
    this.#votes = new Bucket(settings.votes);
    this.#account = new Bucket(settings.account);
    this.#fleet = new Fleet(settings.submit);
  }

  /** Instances of `submitResponse`. */
  get instances(): number {
    return this.#fleet.instances;
  }

  /** Those that somebody waited for. */
  get cold(): number {
    return this.#fleet.cold;
  }

  /**
   * Lets votes in that are tried within a step.
   * @param working instances that workers have
   * @returns how many got as far as the API, as a function, and were accepted
   */
  accept(tried: number, working: number, hit: (limit: LimitId) => void) {
    const { edge, requestsPerVote } = this.#settings;
    const seconds = this.#seconds;
    const reached = this.#edge.pass(tried * edge.requestsPerVote, seconds) / edge.requestsPerVote;
    const routed = this.#votes.pass(reached, seconds);
    const passed = this.#account.pass(routed * requestsPerVote, seconds) / requestsPerVote;
    if (isLess(reached, tried)) hit('distribution-requests');
    if (isLess(routed, reached)) hit('vote-throttle');
    if (isLess(passed, routed)) hit('account-requests');
    return { reached, passed, accepted: passed * this.#served(passed / seconds, working, hit) };
  }

  /**
   * The share of votes that find an instance. What workers ask for they get, as Lambda tries their batches again; who
   * waits for an answer gets what is left of the account's instances, and of the calls a second that go with them.
   */
  #served(votesPerSecond: number, working: number, hit: (limit: LimitId) => void): number {
    if (votesPerSecond === 0) return 1;
    const { concurrency, submit } = this.#settings;
    const calls = votesPerSecond * submit.callsPerVote;
    const left = Math.max(0, concurrency - working);
    const byAccount = Math.min(1, (concurrency * submit.callsPerInstance) / calls, left / (calls * submit.callSeconds));
    if (byAccount < 1) hit('lambda-concurrency');
    const byGrowth = this.#fleet.serve(votesPerSecond, this.#seconds);
    if (byGrowth < byAccount) hit('lambda-growth');
    return Math.min(byAccount, byGrowth);
  }
}
