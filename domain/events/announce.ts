import {
  type Announcement,
  type BusEvent,
  type EventData,
  type EventType,
  eventSource,
} from '../../contracts/events.ts';
import type { Poll } from '../polls/poll.ts';
import type { EventBus, Published, PublishedEvents } from './ports.ts';
import { transitionId, transitionsOf } from './transitions.ts';

export interface AnnouncePorts {
  readonly polls: { get(pollId: string): Promise<Poll | undefined> };
  /** How many responses a poll has by this region's tally. */
  readonly responses: (pollId: string) => Promise<number>;
  readonly published: PublishedEvents;
  readonly bus: EventBus;
}

/**
 * Tells the bus what an announcement says, unless that no longer holds or the stage has told it already. First the
 * event goes out and then it is remembered: a failure in between tells it twice, under one id, and never not at all.
 * @returns whether the event went out
 */
export async function announce(ports: AnnouncePorts, announcement: Announcement, now: number): Promise<boolean> {
  const poll = await ports.polls.get(announcement.pollId);
  const wanted = poll && (await eventOf(ports, poll, announcement, now));
  if (!wanted) return false;
  const { key, event, published } = wanted;
  await ports.bus.publish(event);
  await ports.published.put(key, published, now);
  return true;
}

interface Wanted {
  readonly key: string;
  readonly event: BusEvent;
  readonly published: Published;
}

async function eventOf(
  { responses, published }: AnnouncePorts,
  poll: Poll,
  announcement: Announcement,
  now: number,
): Promise<Wanted | undefined> {
  const once = async (id: string, event: BusEvent): Promise<Wanted | undefined> =>
    (await published.get(id)) ? undefined : { key: id, event, published: {} };
  switch (announcement.type) {
    case 'poll.opened':
    case 'poll.closed': {
      const { type, at } = announcement;
      if (transitionsOf(poll)[type] !== at) return undefined;
      const id = transitionId(poll.id, type, at);
      const time = new Date(at).toISOString();
      return once(id, pollEvent(poll, { id, type, time, data: { pollId: poll.id, title: poll.title, at: time } }));
    }
    case 'results.milestone': {
      const id = `${poll.id}-milestone-${announcement.responses}`;
      const data = { pollId: poll.id, responses: announcement.responses };
      return once(id, pollEvent(poll, { id, type: announcement.type, time: new Date(now).toISOString(), data }));
    }
    case 'responses.batch': {
      const { minute, type } = announcement;
      const key = `${poll.id}-batches`;
      const [last, count] = await Promise.all([published.get(key), responses(poll.id)]);
      // Regions may count one response in two minutes; what another has told already is no news.
      if (last && ((last.minute ?? 0) >= minute || last.responses === count)) return undefined;
      const data = { pollId: poll.id, responses: count };
      const event = pollEvent(poll, {
        id: `${poll.id}-batch-${minute}`,
        type,
        time: new Date(now).toISOString(),
        data,
      });
      return { key, event, published: { minute, responses: count } };
    }
  }
}

/** An event about a poll. */
export function pollEvent<T extends EventType>(
  poll: Pick<Poll, 'id' | 'workspaceId'>,
  event: { id: string; type: T; time: string; data: EventData<T> },
): BusEvent<T> {
  return {
    specversion: '1.0',
    source: eventSource,
    subject: poll.id,
    workspace: poll.workspaceId,
    dataversion: 1,
    ...event,
  };
}
