import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pictureLimits } from '../../../contracts/media.ts';
import { pictureSizes, toPicture } from '../../../domain/media/picture.ts';

const side = fc.integer({ min: 1, max: pictureLimits.side });

test('sizes are never larger than the picture, stay bounded, and differ in their width, which names the file', () => {
  fc.assert(
    fc.property(side, side, (width, height) => {
      const sizes = pictureSizes({ width, height });
      assert.ok(sizes.length >= 1 && sizes.length <= 3);
      assert.equal(new Set(sizes.map((size) => size.width)).size, sizes.length);
      for (const size of sizes) {
        assert.ok(size.width >= 1 && size.width <= Math.min(width, 1_280));
        assert.ok(size.height >= 1 && size.height <= Math.min(height, 2_560));
        // In the picture's own shape, but for the rounding to whole pixels.
        assert.ok(Math.abs(size.width * height - size.height * width) <= Math.max(width, height), JSON.stringify(size));
      }
    }),
  );
});

test('a picture’s addresses name its hash and the width of each size', () => {
  assert.deepEqual(toPicture({ hash: 'abc', width: 300, height: 200 }), {
    width: 300,
    height: 200,
    sizes: [
      { width: 160, height: 107, webp: '/media/abc/160.webp', avif: '/media/abc/160.avif' },
      { width: 300, height: 200, webp: '/media/abc/300.webp', avif: '/media/abc/300.avif' },
    ],
  });
});
