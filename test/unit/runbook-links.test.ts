import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageLinker } from '../../lib/dashboard/widgets.ts';

const page = { title: 'Accepted: NotEmpty', path: 'docs/operations/runbooks/accepted-not-empty.md' };

test('a page of the runbook is a link where the repository is known, and its path where it is not', () => {
  assert.equal(
    pageLinker('example/polls')(page),
    '[Accepted: NotEmpty](https://github.com/example/polls/blob/HEAD/docs/operations/runbooks/accepted-not-empty.md)',
  );
  assert.equal(pageLinker(undefined)(page), 'Accepted: NotEmpty: `docs/operations/runbooks/accepted-not-empty.md`');
});
