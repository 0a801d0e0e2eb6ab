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

/** The jobs of a workflow, each with the steps written out that it shares with another. */
function jobsOf({ name, text }: { name: string; text: string }): { name: string; text: string }[] {
  const [, ...jobs] = text.split(/^ {2}(?=[a-z-]+:$)/m);
  const stepNamed = (anchor: string) =>
    new RegExp(`^ {6}- &${anchor}$\\n(?: {8}.*\\n)+`, 'm').exec(text)?.[0] ?? assert.fail(`${name}: no ${anchor}`);
  return jobs.map((job) => ({
    name: `${name}: ${job.split(':')[0]}`,
    text: job.replace(/^ {6}- \*([\w-]+)\n/gm, (_alias, anchor: string) => stepNamed(anchor)),
  }));
}

const jobs = workflows.flatMap(jobsOf);
const jobsWithRoles = jobs.flatMap(({ name, text }) => {
  const [, account, role] = /role-to-assume: .*vars\.(\w+) .*:role\/(\S+)$/m.exec(text) ?? [];
  return account && role ? [{ name, text, account, role }] : [];
});

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
  assert.ok(jobsWithRoles.length > 5);
  for (const { name, text } of jobsWithRoles) {
    const install = text.search(/npm ci/);
    assert.ok(install !== -1 && install < text.search(/configure-aws-credentials@/), name);
  }
});

test('jobs take the roles that the Delivery stack makes', () => {
  const taken = lines.flatMap(({ line }) => /role-to-assume: .*:role\/(\S+)$/.exec(line)?.[1] ?? []);
  const { previewDeployment, ...ofJobs } = delivery.roles;
  assert.deepEqual([...new Set(taken)].sort(), Object.values(ofJobs).sort());
  assert.ok(!taken.includes(previewDeployment));
});

test('a deployment is never cut off, and one that waits for reviewers holds up no other stage', () => {
  const deploy = workflows.find(({ name }) => name === 'deploy.yml')?.text ?? '';
  assert.doesNotMatch(deploy, /^concurrency:/m);
  const stages = jobsWithRoles.filter(({ name }) => name.startsWith('deploy.yml: '));
  assert.equal(stages.length, 2);
  for (const { name, text } of stages) {
    const stage = /^ {4}environment: (\w+)$/m.exec(text)?.[1];
    const own = `    concurrency:\n      group: deploy-${stage}\n      cancel-in-progress: false\n`;
    assert.ok(stage && text.includes(own), name);
  }
});

test('a job whose account nobody has named is skipped and does not fail', () => {
  // An environment's own variables are not known yet when it is decided whether a job runs.
  const guarded = jobsWithRoles.filter(({ text }) => !/^ {4}environment: /m.test(text));
  assert.ok(guarded.length > 3);
  for (const { name, text, account } of guarded) {
    assert.ok(/^ {4}if: (.*)$/m.exec(text)?.[1]?.endsWith(` && vars.${account} != ''`), name);
  }
});

test('a job has its role for as long as the role lasts, and ends before', () => {
  for (const { name, text, role } of jobsWithRoles) {
    const kind = Object.entries(delivery.roles).find(([, roleName]) => roleName === role)?.[0];
    const seconds = delivery.sessionSeconds[kind as keyof typeof delivery.sessionSeconds];
    assert.equal(Number(/role-duration-seconds: (\d+)$/m.exec(text)?.[1]), seconds, name);
    const minutes = Number(/timeout-minutes: (\d+)$/m.exec(text)?.[1]);
    assert.ok(minutes * 60 < seconds, `${name} may take ${minutes} minutes`);
  }
});
