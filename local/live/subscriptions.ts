import type { WebSocket } from 'ws';
import { listeningPaths } from './channels.ts';

/** A subscription of a connection: its socket, and the id under which its client knows it, as JSON. */
export interface Subscription {
  readonly socket: WebSocket;
  readonly id: string;
}

/** Who listens to what. */
export class Subscriptions {
  readonly #byPath = new Map<string, Set<Subscription>>();

  add(path: string, subscription: Subscription): void {
    const listening = this.#byPath.get(path) ?? new Set();
    listening.add(subscription);
    this.#byPath.set(path, listening);
  }

  remove(path: string, subscription: Subscription): void {
    const listening = this.#byPath.get(path);
    listening?.delete(subscription);
    if (listening?.size === 0) this.#byPath.delete(path);
  }

  /**
   * Sends an event to everyone who listens. The event becomes JSON once, and a frame once for each id: clients that
   * number their subscriptions alike share it.
   * @returns how many got it
   */
  send(path: string, event: string): number {
    const rest = `,"type":"data","event":${JSON.stringify(event)}}`;
    const frames = new Map<string, Buffer>();
    let sent = 0;
    for (const listeningPath of listeningPaths(path)) {
      for (const { socket, id } of this.#byPath.get(listeningPath) ?? []) {
        const frame = frames.get(id) ?? Buffer.from(`{"id":${id}${rest}`);
        frames.set(id, frame);
        socket.send(frame, { binary: false });
        sent += 1;
      }
    }
    return sent;
  }
}
