import type { Announcement, BusEvent } from '../../contracts/events.ts';

/** The event bus of one region. */
export interface EventBus {
  /** @throws when the bus hasn't taken the event */
  publish(event: BusEvent): Promise<void>;
}

/** Announcements to come, in one region. */
export interface AnnouncementQueue {
  /** @param delayMs how long it stays hidden, 15 minutes at most */
  send(announcement: Announcement, delayMs: number): Promise<void>;
}

/** Announcements that come later than a queue can hide them, each under its name. */
export interface AnnouncementTimetable {
  /** Adds it, or moves it; `at` in milliseconds since 1970. */
  set(name: string, at: number, announcement: Announcement): Promise<void>;
  /** Does nothing where there is none. */
  cancel(name: string): Promise<void>;
}

/** What of an event is remembered once it was published. */
export interface Published {
  /** Of a batch: its minute since 1970. */
  readonly minute?: number | undefined;
  /** Of a batch: how many responses it told. */
  readonly responses?: number | undefined;
}

/** What the stage has published, whichever region did. A region may see it some seconds late. */
export interface PublishedEvents {
  get(key: string): Promise<Published | undefined>;
  put(key: string, published: Published, now: number): Promise<void>;
}
