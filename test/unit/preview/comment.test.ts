import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderComment } from '../../../tools/preview/comment.ts';

const preview = { stage: 'pr-7', branch: 'a-branch', commit: 'abc', url: 'https://example.com', expiresAfterDays: 7 };

/** What of a comment is outside code: the only part that GitHub takes for Markdown or HTML. */
function outsideCode(comment: string): string {
  const outside: string[] = [];
  let fence = '';
  for (const line of comment.split('\n')) {
    if (fence !== '') {
      // CommonMark: a fence ends at a line of at least as many backticks and nothing else.
      if (/^ {0,3}`+\s*$/.test(line) && line.trim().length >= fence.length) fence = '';
      continue;
    }
    const [, opened] = /^(`{3,})text$/.exec(line) ?? [];
    if (opened) fence = opened;
    else outside.push(line.replace(/(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)/g, ''));
  }
  assert.equal(fence, '', 'a fence stays open');
  return outside.join('\n');
}

test('a comment tells where the preview is, what it costs and what merging changes', () => {
  const comment = renderComment({ ...preview, diff: '[+] AWS::SQS::Queue', cost: '2.50 a month' });
  for (const part of ['pr-7', 'a-branch', 'https://example.com', '7 days', '[+] AWS::SQS::Queue', '2.50 a month']) {
    assert.ok(comment.includes(part), part);
  }
});

test('a failed deployment, a missing diff and a missing estimate are said', () => {
  const comment = renderComment({ stage: 'pr-7', branch: 'b', commit: 'c' });
  assert.match(comment, /could not be deployed/);
  assert.match(comment, /There is no estimate/);
  assert.match(comment, /There is no diff/);
});

test('nothing that a branch, a diff or an address says leaves its code', () => {
  const nasty = fc.array(
    fc.constantFrom(
      '`',
      '```',
      '~~~',
      '\n',
      '\r\n',
      '\u001b[31m',
      '<img src=x>',
      '@everyone',
      '[a](b)',
      '\u202e',
      ' ',
      'a',
      '#',
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(nasty, nasty, nasty, (branch, diff, url) => {
      const comment = renderComment({
        ...preview,
        branch: branch.join(''),
        diff: diff.join(''),
        url: url.join(''),
      });
      assert.doesNotMatch(outsideCode(comment), /<img|@everyone|\[a\]\(b\)/);
      for (const hidden of ['\u001b', '\u202e']) assert.ok(!comment.includes(hidden));
    }),
    { numRuns: 500 },
  );
});

test('a long diff is cut between lines, and the comment stays as long as GitHub takes', () => {
  const diff = Array.from({ length: 20_000 }, (_, line) => `line ${line} \``).join('\n');
  const comment = renderComment({ ...preview, diff, cost: 'x'.repeat(100_000) });
  assert.ok(comment.length < 65_536);
  assert.match(comment, /line \d+ `\n… cut here/);
  outsideCode(comment);
});
