import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import configuration from '../../groundswell.config.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';
import { previewStageOf } from '../../tools/preview/stage-name.ts';

/** Names as people give them, and anything else: long ones, capitals, slashes, dashes at the ends, other scripts. */
const branches = fc.oneof(
  fc.string({ minLength: 1, maxLength: 300, unit: 'binary' }),
  fc.stringMatching(/^[a-zA-Z0-9/_.#-]{1,60}$/),
  fc.stringMatching(/^-*[a-z0-9-]{1,40}-*$/),
);

test('any branch has a preview stage that the configuration takes, and the same each time', () => {
  fc.assert(
    fc.property(branches, (branch) => {
      const stage = previewStageOf(branch);
      assert.equal(configurationOf(stage, configuration).kind, 'preview');
      assert.equal(previewStageOf(branch), stage);
    }),
  );
});

test('different branches have different stages', () => {
  fc.assert(
    fc.property(branches, branches, (one, other) => {
      fc.pre(one !== other);
      assert.notEqual(previewStageOf(one), previewStageOf(other));
    }),
  );
});

test('branches that only look alike once they are made safe have different stages', () => {
  const start = 'feature-of-a-very-long-name-that-is-cut';
  const alike = [
    'feature/a',
    'feature-a',
    'Feature-a',
    'feature--a',
    '-feature-a',
    'feature_a',
    `${start}-1`,
    `${start}-2`,
  ];
  assert.equal(new Set(alike.map(previewStageOf)).size, alike.length);
});

test('a safe name stays as it is, and a changed one can still be recognized', () => {
  assert.equal(previewStageOf('results-page'), 'preview-results-page');
  assert.match(previewStageOf('feature/Results page'), /^preview-feature-results-page-[a-z0-9]{7}$/);
  assert.match(previewStageOf('日本'), /^preview-[a-z0-9]{7}$/);
});
