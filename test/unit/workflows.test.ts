import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { delivery } from '../../contracts/names.ts';

const folder = '.github/workflows';
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const lines = workflows.flatMap(({ name, text }) => text.split('\n').map((line) => ({ name, line })));

/** The shell text of every `run:`, of one line or a block. */
function scripts(text: string): string[] {
  const found: string[] = [];
  const all = text.split('\n');
  for (const [index, line] of all.entries()) {
    const [, indent, inline] = /^(\s*(?:- )?)run: (.*)$/.exec(line) ?? [];
    if (indent === undefined || inline === undefined) continue;
    const block = all.slice(index + 1);
    const end = block.findIndex((next) => next.trim() !== '' && next.search(/\S/) <= indent.length);
    found.push(/^[|>]/.test(inline) ? block.slice(0, end === -1 ? undefined : end).join('\n') : inline);
  }
  return found;
}

test('every action of others is pinned to a commit, with its version beside it', () => {
  const uses = lines.filter(({ line }) => /^\s*(- )?uses: (?!\.\/)/.test(line));
  assert.ok(uses.length > 0);
  for (const { name, line } of uses) assert.match(line, /uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, name);
});

test('an action is pinned to one commit everywhere', () => {
  const pins = lines.flatMap(
    ({ line }) => /uses: ([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40})/.exec(line)?.slice(1, 3).join('@') ?? [],
  );
  const actions = new Set(pins.map((pin) => pin.split('@')[0]));
  assert.equal(new Set(pins).size, actions.size);
});

test('no workflow runs foreign code with rights of ours, and each job says which rights it needs', () => {
  for (const { name, text } of workflows) {
    assert.doesNotMatch(text, /pull_request_target|workflow_run/, name);
    assert.match(text, /^permissions:\n {2}contents: read\n\n/m, name);
    assert.doesNotMatch(text, /write-all|secrets\.|aws-secret-access-key/, name);
    const checkouts = text.match(/uses: actions\/checkout@/g)?.length ?? 0;
    assert.equal(text.match(/persist-credentials: false/g)?.length ?? 0, checkouts, name);
  }
});

test('nothing that somebody else may name becomes part of a script', () => {
  for (const { name, text } of workflows) {
    for (const script of scripts(text)) assert.doesNotMatch(script, /\$\{\{/, name);
  }
  assert.ok(workflows.flatMap(({ text }) => scripts(text)).length > 5);
});

test('credentials come after the packages are installed, whose scripts may be anybody’s', () => {
  for (const { name, text } of workflows) {
    for (const job of text.split(/^ {2}(?=[a-z-]+:$)/m)) {
      const credentials = job.search(/configure-aws-credentials@|\*preview-role/);
      if (credentials === -1) continue;
      const install = job.search(/npm ci|\*install/);
      assert.ok(install !== -1 && install < credentials, `${name}: ${job.split('\n')[0]}`);
    }
  }
});

test('jobs take the roles that the Delivery stack makes', () => {
  const taken = lines.flatMap(({ line }) => /role-to-assume: .*:role\/(\S+)$/.exec(line)?.[1] ?? []);
  const { previewDeployment, ...ofJobs } = delivery.roles;
  assert.deepEqual([...new Set(taken)].sort(), Object.values(ofJobs).sort());
  assert.ok(!taken.includes(previewDeployment));
});
