import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retentionMessageSchema } from '../../contracts/retention.ts';
import { isAtHome, nameOf, resourcesOfType, target, workerStacks } from '../support/templates.ts';

test('each stage looks once a day, at home, at what its workspaces have asked for', () => {
  const schedules = resourcesOfType<{
    ScheduleExpression: string;
    State?: string;
    Target: { Arn: unknown; Input: string; DeadLetterConfig: { Arn: unknown } };
  }>('AWS::Scheduler::Schedule');
  const own = schedules.filter(({ stack }) => workerStacks.includes(stack));
  assert.deepEqual(own.map(({ stack }) => stack).sort(), workerStacks.filter(isAtHome).sort());
  for (const schedule of own) {
    const { ScheduleExpression, State, Target } = schedule.Properties;
    assert.equal(ScheduleExpression, 'rate(1 day)', nameOf(schedule));
    assert.notEqual(State, 'DISABLED', nameOf(schedule));
    assert.match(target(schedule, Target.Arn)?.id ?? '', /ServiceDueQueue/, nameOf(schedule));
    assert.match(target(schedule, Target.DeadLetterConfig.Arn)?.id ?? '', /ServiceDueDeadLetters/, nameOf(schedule));
    const input = Target.Input.replace('<aws.scheduler.scheduled-time>', '2027-01-15T12:00:00Z');
    const { at } = retentionMessageSchema.parse(JSON.parse(input));
    assert.equal(at, '2027-01-15T12:00:00Z', nameOf(schedule));
  }
});

test('that nobody looks any more raises an alarm, a day without a word too', () => {
  const alarms = resourcesOfType<{ MetricName: string; TreatMissingData: string; Period: number }>(
    'AWS::CloudWatch::Alarm',
  ).filter(({ id }) => /DueNotKept/.test(id));
  assert.deepEqual(alarms.map(({ stack }) => stack).sort(), workerStacks.filter(isAtHome).sort());
  for (const { Properties } of alarms) {
    assert.deepEqual(
      [Properties.MetricName, Properties.TreatMissingData, Properties.Period],
      ['Invocations', 'breaching', 86_400],
    );
  }
});

test('every region removes what its own bus says is to be removed, and hears of nothing else', () => {
  const rules = resourcesOfType<{ EventPattern: { detail?: { data?: object } }; Targets: { Arn: unknown }[] }>(
    'AWS::Events::Rule',
  ).filter((rule) => rule.Properties.Targets.some(({ Arn }) => /ServiceRemovals/.test(target(rule, Arn)?.id ?? '')));
  assert.deepEqual(rules.map(({ stack }) => stack).sort(), [...workerStacks].sort());
  for (const rule of rules) {
    assert.deepEqual(rule.Properties.EventPattern.detail, { data: { removal: ['poll', 'responses'] } }, nameOf(rule));
  }
});
