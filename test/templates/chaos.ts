import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chaosStackName, faultBucketName, tableName } from '../../contracts/names.ts';
import shipped from '../../groundswell.config.ts';
import { testStage } from '../support/configuration.ts';
import { documentedActions } from '../support/fault-actions.ts';
import { nameOf, placeOf, resources, resourcesOfType, stages, target } from '../support/templates.ts';

interface Action {
  readonly ActionId: string;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly StartAfter?: readonly string[];
  readonly Targets?: Readonly<Record<string, string>>;
}

interface Experiment {
  readonly Actions: Readonly<Record<string, Action>>;
  readonly StopConditions: readonly { readonly Source: string; readonly Value: unknown }[];
  readonly Targets: Readonly<Record<string, { ResourceType: string; ResourceArns: readonly unknown[] }>>;
  readonly LogConfiguration?: { readonly CloudWatchLogsConfiguration: { readonly LogGroupArn: unknown } };
  readonly RoleArn: unknown;
}

interface Lambda {
  readonly Layers?: readonly unknown[];
  readonly Environment?: { readonly Variables: Readonly<Record<string, unknown>> };
}

const check = 'aws:cloudwatch:assert-alarm-state';
const wait = 'aws:fis:wait';
/** FIS's limits of targets by ARN, of stop conditions, and of alarms of one check. */
const mostOfEach = 5;

const experiments = resourcesOfType<Experiment>('AWS::FIS::ExperimentTemplate');
const faultsOf = ({ Actions }: Experiment) =>
  Object.entries(Actions).filter(([, { ActionId }]) => ActionId !== check && ActionId !== wait);
const playing = stages.filter((stage) => testStage(stage).gameDays);

test('faults can happen only where the configuration says so, in each region by itself, and as shipped nowhere', () => {
  assert.ok(playing.length > 0 && playing.length < stages.length);
  const expected = playing.flatMap((stage) => testStage(stage).regions.map((region) => chaosStackName(stage, region)));
  assert.deepEqual([...new Set(experiments.map(({ stack }) => stack))].sort(), expected.sort());
  for (const settings of Object.values(shipped.stages)) assert.equal('gameDays' in settings, false);
});

test('every fault is an action that FIS documents, with all that it needs, on what it can be done to', () => {
  for (const experiment of experiments) {
    const { Targets } = experiment.Properties;
    for (const [name, { ActionId, Parameters = {}, Targets: own = {} }] of faultsOf(experiment.Properties)) {
      const known = documentedActions[ActionId];
      assert.ok(known, `${nameOf(experiment)}: ${ActionId}`);
      for (const needed of known.needs) assert.ok(needed in Parameters, `${name}: ${needed}`);
      for (const given of Object.keys(Parameters)) assert.ok([...known.needs, ...known.may].includes(given), given);
      assert.deepEqual(Object.keys(own), [known.key], name);
      const found = Targets[own[known.key] ?? ''];
      assert.equal(found?.ResourceType, known.resourceType, name);
      assert.ok(found.ResourceArns.length > 0 && found.ResourceArns.length <= mostOfEach, name);
    }
  }
});

test('an experiment ends when votes can’t be recorded, by alarms of its own region', () => {
  for (const experiment of experiments) {
    const { StopConditions } = experiment.Properties;
    assert.ok(StopConditions.length <= mostOfEach, nameOf(experiment));
    const alarms = StopConditions.map(({ Source, Value }) => {
      assert.equal(Source, 'aws:cloudwatch:alarm', nameOf(experiment));
      const alarm = target(experiment, Value);
      assert.equal(alarm?.Type, 'AWS::CloudWatch::Alarm', nameOf(experiment));
      assert.equal(placeOf(alarm.stack), placeOf(experiment.stack), nameOf(experiment));
      return alarm.id;
    });
    assert.ok(
      alarms.some((id) => /AcceptedDeadLettersNotEmpty/.test(id)),
      nameOf(experiment),
    );
  }
});

test('the steady state is checked before the first fault, and after a rest behind each, before the next begins', () => {
  for (const experiment of experiments) {
    const { Actions } = experiment.Properties;
    const faults = faultsOf(experiment.Properties);
    assert.ok(faults.length > 0, nameOf(experiment));
    const checks = new Set<string>();
    for (const [name, { StartAfter = [] }] of faults) {
      const [before = ''] = StartAfter;
      assert.ok(!checks.has(before), `${nameOf(experiment)}: ${name} comes beside another fault`);
      checks.add(before);
      assert.equal(Actions[before]?.ActionId, check, `${nameOf(experiment)}: ${name}`);
      const next = (after: string) => Object.entries(Actions).find(([, one]) => one.StartAfter?.includes(after));
      const [resting = '', rest] = next(name) ?? [];
      assert.equal(rest?.ActionId, wait, name);
      assert.equal(next(resting)?.[1].ActionId, check, name);
    }
    const starts = Object.values(Actions).filter(({ StartAfter }) => StartAfter === undefined);
    assert.deepEqual(
      starts.map(({ ActionId }) => ActionId),
      [check],
      'nothing else begins by itself',
    );
    for (const { ActionId, Parameters } of Object.values(Actions)) {
      if (ActionId !== check) continue;
      assert.equal(Parameters?.alarmStates, 'OK');
      const alarms = JSON.stringify(Parameters?.alarmArns).match(/OutputName/g) ?? [];
      assert.ok(alarms.length > 0 && alarms.length <= mostOfEach, nameOf(experiment));
    }
  }
});

test('each region’s game day has every fault that the region has, and what it did is in a log', () => {
  for (const stack of new Set(experiments.map((experiment) => experiment.stack))) {
    const own = experiments.filter((experiment) => experiment.stack === stack);
    const names = own.map(({ Properties }) => faultsOf(Properties).map(([name]) => name));
    const gameDay = names.find(({ length }) => length > 1) ?? [];
    assert.deepEqual(
      gameDay.toSorted(),
      names
        .filter(({ length }) => length === 1)
        .flat()
        .sort(),
      stack,
    );
    for (const experiment of own) {
      const { LogGroupArn } = experiment.Properties.LogConfiguration?.CloudWatchLogsConfiguration ?? {};
      assert.equal(target(experiment, LogGroupArn)?.Type, 'AWS::Logs::LogGroup', nameOf(experiment));
    }
  }
});

test('a function that faults are for has FIS’s extension and the way to its faults; no other function has', () => {
  const targeted = new Set<string>();
  for (const experiment of experiments) {
    for (const { ResourceType, ResourceArns } of Object.values(experiment.Properties.Targets)) {
      if (ResourceType !== 'aws:lambda:function') continue;
      for (const arn of ResourceArns) {
        const fault = target(experiment, arn);
        assert.equal(fault?.Type, 'AWS::Lambda::Function', nameOf(experiment));
        assert.equal(placeOf(fault.stack), placeOf(experiment.stack), nameOf(experiment));
        targeted.add(nameOf(fault));
      }
    }
  }
  for (const one of resourcesOfType<Lambda>('AWS::Lambda::Function')) {
    const { Layers = [], Environment } = one.Properties;
    const { AWS_FIS_CONFIGURATION_LOCATION: location, AWS_LAMBDA_EXEC_WRAPPER: wrapper } = Environment?.Variables ?? {};
    const isTarget = targeted.has(nameOf(one));
    assert.equal(wrapper, isTarget ? '/opt/aws-fis/bootstrap' : undefined, nameOf(one));
    assert.equal(JSON.stringify(Layers).includes('awsservicefislambdaextension'), isTarget, nameOf(one));
    if (!isTarget) continue;
    const [, region = ''] = placeOf(one.stack).split(' ');
    const [before, after] = faultBucketName(one.stage, '|', region).split('|');
    assert.ok(JSON.stringify(location).includes(before ?? ''), nameOf(one));
    assert.ok(JSON.stringify(location).includes(`${after}/FisConfigs/`), nameOf(one));
  }
});

test('replication is paused for the stage’s own tables only, and FIS is trusted for the account’s experiments only', () => {
  for (const experiment of experiments) {
    const { stage } = experiment;
    for (const { ResourceType, ResourceArns } of Object.values(experiment.Properties.Targets)) {
      if (ResourceType !== 'aws:dynamodb:global-table') continue;
      const text = ResourceArns.map((arn) => JSON.stringify(arn));
      for (const table of ['polls', 'responses'] as const)
        assert.ok(
          text.some((arn) => arn.includes(`table/${tableName(stage, table)}"`)),
          nameOf(experiment),
        );
    }
    const role = target(experiment, experiment.Properties.RoleArn);
    assert.match(JSON.stringify(role), /"aws:SourceAccount".*"aws:SourceArn"/, nameOf(experiment));
  }
});

test('a game day begins by itself only when the configuration says when, and in the home region only', () => {
  const schedules = resources.filter(
    (resource) => resource.Type === 'AWS::Scheduler::Schedule' && JSON.stringify(resource).includes(':fis:'),
  );
  const expected = playing
    .filter((stage) => testStage(stage).gameDays?.schedule !== undefined)
    .map((stage) => chaosStackName(stage, testStage(stage).regions[0]));
  assert.deepEqual(schedules.map(({ stack }) => stack).sort(), expected.sort());
  for (const schedule of schedules) assert.match(JSON.stringify(schedule.Properties), /GameDayTemplate/);
});
