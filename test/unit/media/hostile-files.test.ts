import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostileFiles } from '../../support/media/hostile-files.ts';
import { FakeMedia } from '../../support/media/processing.ts';

for (const { what, announcedAs, file, bytes, refusedAs } of hostileFiles) {
  test(`refuses ${what}: ${refusedAs}`, async () => {
    const media = new FakeMedia().announce(announcedAs, await file(), bytes);
    assert.equal(await media.process(), 'refused');
    assert.deepEqual(media.outcome, { state: 'refused', reason: refusedAs });
    assert.equal(media.kept.size, 0);
  });
}
