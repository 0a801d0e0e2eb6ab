import type { Region } from '../../local/regions/region.ts';
import type { WorkspaceApi } from './api.ts';
import type { Plan } from './plan.ts';

/** When regions stop and come back, as parts of all votes: one after the other, so that one is always up. */
const outages = [
  { region: 1, from: 0.25, to: 0.4 },
  { region: 0, from: 0.55, to: 0.7 },
] as const;

/** What happens while votes come: polls close, regions stop and come back. */
export class Timeline {
  readonly #events: { readonly at: number; readonly happen: () => Promise<void> }[];
  #underWay: Promise<void> = Promise.resolve();

  constructor(given: {
    votes: number;
    plan: Plan;
    pollIds: readonly string[];
    regions: readonly Region[];
    api: WorkspaceApi;
  }) {
    const { votes, plan, pollIds, regions, api } = given;
    const closings = plan.polls.flatMap(({ closesAt }, index) =>
      closesAt === undefined ? [] : [{ at: closesAt, happen: () => api.closePoll(pollIds[index] ?? '') }],
    );
    const stops = outages.flatMap(({ region, from, to }) => {
      const stopped = regions.length > 1 ? regions[region] : undefined;
      if (!stopped) return [];
      return [
        { at: from, happen: () => stopped.suspend() },
        { at: to, happen: () => stopped.resume() },
      ];
    });
    this.#events = [...closings, ...stops]
      .map(({ at, happen }) => ({ at: Math.floor(at * votes), happen }))
      .sort((a, b) => a.at - b.at);
  }

  /** Lets happen what is due when so many votes have been answered, one event after the other. */
  reach(votes: number): void {
    while (this.#events[0] && this.#events[0].at <= votes) {
      const { happen } = this.#events.shift() ?? {};
      if (happen) this.#underWay = this.#underWay.then(happen);
    }
  }

  /** Waits for what is under way. @throws whatever an event threw */
  finish(): Promise<void> {
    return this.#underWay;
  }
}
