import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { type LiveAccess, publishUrl } from '../../../contracts/live.ts';
import { listen } from '../../../local/servers/listen.ts';
import { sendJson } from '../../soak/http.ts';
import type { BenchOptions } from '../arguments.ts';
import { bars } from '../bars.ts';
import type { Bench } from '../bench-context.ts';
import { compared, type Figure } from '../figures.ts';
import type { LiveViewersReport, TimedSnapshot } from '../jobs/live-viewers.ts';
import { LiveAudience } from '../live-audience.ts';
import { percentile } from '../statistics.ts';
import { resultsOf } from '../voters.ts';

/** Snapshots at one a second. */
const snapshots = 30;
const shares = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
const now = () => performance.timeOrigin + performance.now();

/** How long a published snapshot takes to all viewers of a poll, and whether each saw the last one. */
export async function live(bench: Bench, { viewers }: BenchOptions): Promise<Figure[]> {
  const stage = await bench.stageAwake();
  const [poll] = await stage.openPolls(1);
  const pollId = poll?.id ?? '';
  const results = await resultsOf(stage.apiUrl, pollId);
  const { body } = await sendJson('GET', `${stage.apiUrl}/polls/${pollId}/live`, {});
  const access = JSON.parse(body) as LiveAccess;
  const eventOf = (number: number) => JSON.stringify({ ...results, number, sentAt: now() } satisfies TimedSnapshot);

  bench.step(`live: a bare broadcast to ${viewers} viewers`);
  const bare = await startBroadcast();
  const baseline = await watched(viewers, { url: bare.url, access: undefined }, async (number) =>
    bare.send(eventOf(number)),
  );
  await bare.stop();
  bench.step(`live: ${viewers} viewers`);
  const subject = await watched(viewers, { url: access.url, access }, (number) => publish(access, eventOf(number)));

  const against = `the same bytes to as many WebSockets, and nothing else`;
  return Object.entries(shares).map(([name, share]) => {
    const runsOf = ({ delays }: LiveViewersReport) => [percentile(delays, share) / 1_000];
    return compared({
      name: `snapshot to ${viewers} viewers, ${name}`,
      unit: 's',
      runs: { subject: runsOf(subject), baseline: runsOf(baseline) },
      against,
      ...(name === 'p99' ? { bar: bars.live } : {}),
    });
  });
}

/** @throws Error unless every viewer saw every snapshot, the last one among them */
async function watched(
  viewers: number,
  way: { url: string; access: LiveAccess | undefined },
  send: (number: number) => Promise<void>,
): Promise<LiveViewersReport> {
  const audience = await LiveAudience.join({ viewers, ...way });
  const startedAt = performance.now();
  for (let number = 0; number < snapshots; number += 1) {
    await pause(Math.max(0, startedAt + number * 1_000 - performance.now()));
    await send(number);
  }
  // The last one is on its way.
  await pause(5_000);
  const report = await audience.leave();
  const late = report.last.filter((number) => number !== snapshots - 1).length;
  if (late > 0) throw new Error(`${late} of ${viewers} viewers did not see the last snapshot`);
  if (report.delays.length !== viewers * snapshots) throw new Error(`${report.delays.length} snapshots were seen`);
  return report;
}

/** Publishes as IAM lets it; a laptop looks for the signature and doesn't verify it. */
async function publish({ host, channel }: LiveAccess, event: string): Promise<void> {
  const authorization = 'AWS4-HMAC-SHA256 Credential=bench';
  const { status, body } = await sendJson('POST', publishUrl(host), { authorization }, { channel, events: [event] });
  if (status !== 200) throw new Error(`A snapshot was answered with ${status}: ${body}`);
}

/** A server that sends a frame to everyone who is connected. */
async function startBroadcast(): Promise<{ url: string; send(event: string): void; stop(): Promise<void> }> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, perMessageDeflate: false });
  const { port, stop } = await listen(server);
  return {
    url: `ws://localhost:${port}`,
    send(event) {
      const frame = Buffer.from(JSON.stringify({ id: '1', type: 'data', event }));
      for (const socket of sockets.clients) socket.send(frame, { binary: false });
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      await stop();
    },
  };
}
