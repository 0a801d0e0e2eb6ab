import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { UploadTicket } from '../../contracts/media.ts';
import { Faults, presets } from '../../local/chaos/faults.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { photo } from '../support/media/pictures.ts';
import { until } from '../support/until.ts';
import { decided, pictureOf, post } from '../support/uploads.ts';

/** What a picture's few calls meet often enough for some to be hit, and seldom enough for five tries. */
const chaos = {
  ...(presets.none ?? assert.fail('there is no such preset')),
  messageRepeated: 0.5,
  functionDiesBetween: 0.02,
  functionDiesAfter: 0.05,
  callFails: 0.01,
  callAnswerLost: 0.02,
};
const faults = new Faults(chaos, 7);
/** Home, and the region that keeps its pictures there. */
const [home, away] = ['eu-central-1', 'eu-west-1'];

let backend: Backend;
before(async () => {
  backend = await startBackend({ regions: 2, faults });
});
after(() => backend.stop());

/** Asks a region for an address, and sends the file, until the platform lets it through. @returns the upload's id */
async function sent(region: string, file: Buffer): Promise<string> {
  const { body: ticket } = await until(
    () =>
      backend.workspace.send<UploadTicket>('POST', '/media', {
        body: { contentType: 'image/jpeg', bytes: file.length },
        headers: { 'x-nearest-region': region },
      }),
    ({ status }) => status === 201,
  );
  await until(
    () =>
      post(ticket, file).then(
        ({ ok }) => ok,
        () => false,
      ),
    (ok) => ok,
  );
  return ticket.id;
}

test('pictures of two regions come right on a platform that repeats, fails and dies in mid-work', async () => {
  const files = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      photo({ width: 200 + index, height: 100 })
        .jpeg()
        .toBuffer(),
    ),
  );
  const ids = await Promise.all(files.map((file, index) => sent(index % 2 === 0 ? home : away, file)));
  const views = await Promise.all(ids.map((id) => decided(backend.workspace, id)));
  faults.end();
  const pictures = views.map(pictureOf);
  assert.deepEqual(
    pictures.map(({ width }) => width),
    files.map((_, index) => 200 + index),
  );
  for (const { sizes } of pictures) {
    for (const { webp, avif } of sizes) {
      for (const path of [webp, avif]) assert.equal((await fetch(backend.runtime.apiUrl + path)).status, 200, path);
    }
  }
  await until(
    async () => Object.entries(backend.runtime.queueDepths()),
    (depths) => depths.every(([, depth]) => depth === 0),
    120,
  );
  assert.ok(Object.keys(faults.counts).length >= 2, JSON.stringify(faults.counts));
});
