import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { runbooks } from '../../lib/runbook.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, placeOf, regionStacks, resourcesOfType, target } from '../support/templates.ts';

interface Alarm {
  readonly AlarmDescription: string;
  readonly ActionsEnabled?: boolean;
  readonly AlarmActions?: readonly unknown[];
  readonly OKActions?: readonly unknown[];
  readonly MetricName?: string;
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: { readonly MetricName: string } } }[];
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Threshold: number;
}

const pages = new Map(readdirSync(runbooks).map((page) => [page, readFileSync(join(runbooks, page), 'utf8')]));
const alarms = [
  ...resourcesOfType<Alarm>('AWS::CloudWatch::Alarm'),
  ...resourcesOfType<Alarm>('AWS::CloudWatch::CompositeAlarm'),
];
const stageOf = (stack: string) => testStage(alarms.find((alarm) => alarm.stack === stack)?.stage ?? '');
const watchesQuotas = regionStacks.filter((stack) => stageOf(stack).kind !== 'preview');

test('no alarm is silent: each tells the topic of its stack that it goes off, and that it is over', () => {
  // Parts of an alarm on an SLO tell nobody; `slos.ts` holds them to that.
  for (const alarm of alarms.filter(({ Properties }) => Properties.ActionsEnabled !== false)) {
    for (const actions of [alarm.Properties.AlarmActions, alarm.Properties.OKActions]) {
      const topics = (actions ?? []).filter((action) => target(alarm, action)?.Type === 'AWS::SNS::Topic');
      assert.equal(topics.length, 1, nameOf(alarm));
    }
  }
});

test('every alarm names a page of the runbook that is there, and each page is for an alarm', () => {
  const named = new Set<string>();
  for (const alarm of alarms) {
    const [, page = ''] = /Runbook: docs\/operations\/runbooks\/(\S+)$/.exec(alarm.Properties.AlarmDescription) ?? [];
    assert.ok(pages.has(page), `${nameOf(alarm)} names ${page}`);
    named.add(page);
  }
  const others = [...pages.keys()].filter((page) => !named.has(page));
  assert.deepEqual(others.sort(), ['README.md', 'doubted-tally.md']);
});

test('a page of the runbook has its alarm’s name, says what it means and what to do, and the index leads to it', () => {
  const index = pages.get('README.md') ?? '';
  for (const [page, text] of pages) {
    if (page === 'README.md') continue;
    const [, title = ''] = /^# (.+)\n/.exec(text) ?? [];
    assert.ok(index.includes(`[${title}](${page})`), `${page} is not in the index`);
    if (page === 'doubted-tally.md') continue;
    const words = title.replace(': ', '-').replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-');
    assert.equal(`${words.toLowerCase()}.md`, page);
    assert.match(text, /^\*\*What it means\.\*\* /m, page);
    assert.match(text, /^\*\*Do\.\*\* /m, page);
  }
});

test('no link of the runbook leads nowhere', () => {
  for (const [page, text] of pages) {
    for (const [, path = ''] of text.matchAll(/\]\(([^)#]+)/g)) {
      assert.ok(path.startsWith('https:') || existsSync(join(runbooks, path)), `${page} links ${path}`);
    }
  }
});

test('the topic is encrypted with a key that CloudWatch may use, and takes nothing without TLS', () => {
  const topics = resourcesOfType<{ KmsMasterKeyId: unknown }>('AWS::SNS::Topic');
  const watched = new Set(alarms.map(({ stack }) => stack));
  assert.deepEqual(topics.map(({ stack }) => stack).sort(), [...watched].sort());
  for (const topic of topics) {
    type Key = { EnableKeyRotation: boolean; KeyPolicy: unknown };
    const key = target<Key>(topic, topic.Properties.KmsMasterKeyId);
    assert.equal(key?.Properties.EnableKeyRotation, true, nameOf(topic));
    assert.match(JSON.stringify(key?.Properties.KeyPolicy), /cloudwatch\.amazonaws\.com/, nameOf(topic));
    const policies = resourcesOfType<{ Topics: unknown[] }>('AWS::SNS::TopicPolicy').filter(
      (policy) => target(policy, policy.Properties.Topics[0]) === topic,
    );
    assert.match(JSON.stringify(policies), /"aws:SecureTransport":"false"/, nameOf(topic));
  }
});

test('whoever the stage names gets a mail, from each stack that has alarms', () => {
  const subscriptions = resourcesOfType<{ Protocol: string; Endpoint: string }>('AWS::SNS::Subscription');
  for (const [stack, stage] of new Map(alarms.map((alarm) => [alarm.stack, alarm.stage]))) {
    const mails = subscriptions.filter((one) => one.stack === stack && one.Properties.Protocol === 'email');
    const { alarmEmail } = testStage(stage);
    assert.deepEqual(
      mails.map(({ Properties }) => Properties.Endpoint),
      alarmEmail === undefined ? [] : [alarmEmail],
      stack,
    );
  }
});

test('each quota that growth meets has its alarms at 60 % and at 80 % of it', () => {
  const thresholds = (stack: string, metric: string, dimension?: string) =>
    alarms
      .filter(({ stack: own, Properties }) => placeOf(own) === placeOf(stack) && Properties.MetricName === metric)
      .filter(({ Properties }) => (Properties.Dimensions?.[0]?.Name ?? undefined) === dimension)
      .map(({ Properties }) => Properties.Threshold)
      .sort((one, other) => one - other);
  for (const stack of watchesQuotas) {
    const { quotas } = stageOf(stack);
    const { concurrentExecutions, requestsPerSecond } = quotas;
    assert.deepEqual(
      thresholds(stack, 'ConcurrentExecutions'),
      [0.6, 0.8].map((share) => share * concurrentExecutions),
      stack,
    );
    assert.deepEqual(
      thresholds(stack, 'Count', 'ApiId'),
      [36, 48].map((seconds) => seconds * requestsPerSecond),
      stack,
    );
    const ages = thresholds(stack, 'ApproximateAgeOfOldestMessage', 'QueueName');
    // Five minutes; an hour where nobody waits for seconds, and two for archives.
    assert.deepEqual([...new Set(ages)], [180, 240, 2_160, 2_880, 4_320, 5_760], stack);
    const behind = thresholds(stack, 'IteratorAge', 'FunctionName');
    assert.deepEqual([...new Set(behind)], [36_000, 48_000], stack);
  }
});

test('a preview leaves the account’s quotas to the stages beside it', () => {
  const previews = regionStacks.filter((stack) => !watchesQuotas.includes(stack));
  assert.ok(previews.length > 0);
  for (const { stack, id } of alarms.filter((alarm) => previews.includes(alarm.stack))) {
    assert.doesNotMatch(id, /^Quotas/, stack);
  }
});

test('every table of a region has alarms on its units, and on the first throttles', () => {
  for (const stack of watchesQuotas) {
    const watching = (metric: string) =>
      alarms.filter(
        (alarm) =>
          alarm.stack === stack &&
          alarm.Properties.Metrics?.some((one) => one.MetricStat?.Metric.MetricName === metric),
      ).length;
    assert.equal(watching('ConsumedWriteCapacityUnits'), 6, stack);
    assert.equal(watching('ConsumedReadCapacityUnits'), 6, stack);
    assert.equal(watching('WriteThrottleEvents'), 3, stack);
    assert.equal(watching('ReadThrottleEvents'), 3, stack);
  }
});
