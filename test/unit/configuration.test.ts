import assert from 'node:assert/strict';
import { test } from 'node:test';
import configuration from '../../groundswell.config.ts';
import { checkConfiguration, stageKinds, WrongConfiguration } from '../../lib/configuration/schema.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';
import { testConfiguration } from '../support/configuration.ts';

const { production } = testConfiguration.stages;

/** What is said of a production stage with some settings changed. */
function saidOf(changes: object): string {
  const stages = { ...testConfiguration.stages, production: { ...production, ...changes } };
  try {
    checkConfiguration({ ...testConfiguration, stages });
    return '';
  } catch (error) {
    assert.ok(error instanceof WrongConfiguration);
    return error.message;
  }
}

test('the configuration that is shipped needs nothing but an account', () => {
  for (const kind of stageKinds) {
    const { regions, domain } = checkConfiguration(configuration).stages[kind];
    assert.deepEqual({ regions: regions.length, domain }, { regions: 1, domain: undefined });
  }
});

test('a domain and regions turn production into one of several regions', () => {
  assert.equal(saidOf({}), '');
  assert.deepEqual(configurationOf('production', testConfiguration).regions, ['eu-central-1', 'us-east-1']);
});

test('a wrong setting is named with its rule', () => {
  const wrong: [object, RegExp][] = [
    [{ regions: [] }, /stages\.production\.regions: /],
    [{ regions: ['Frankfurt'] }, /stages\.production\.regions\.0: must be a region of AWS/],
    [{ regions: ['eu-west-1', 'eu-west-1'] }, /regions: must not name a region twice/],
    [{ domain: undefined }, /domain: is needed with several regions/],
    [{ domain: { ...production.domain, name: 'polls.example.org' } }, /domain\.name: must lie below zoneName/],
    [{ domain: { ...production.domain, hostedZoneId: 'zone' } }, /hostedZoneId: must be the id of a hosted zone/],
    [{ routing: 'active-passive', regions: ['eu-central-1'] }, /routing: active-passive takes two regions/],
    [{ waf: false }, /shieldAdvanced: needs waf/],
    [{ expiresAfterDays: 3 }, /expiresAfterDays: is not for a stage that is retained/],
    [{ warmInstances: { least: 5, most: 4 } }, /warmInstances\.most: must not be below least/],
    [{ warmInstances: { least: 0, most: 301 } }, /warmInstances\.most: must fit 3 times into quotas/],
    [{ backup: { ...production.backup, copyRegion: 'eu-central-1' } }, /backup\.copyRegion: must not be the first/],
    [{ retain: false }, /backup: is for a stage that is retained/],
    [{ recordConcurrency: 1 }, /recordConcurrency: /],
    [{ traceRatio: 1.1 }, /traceRatio: /],
    [{ originKey: 0 }, /originKey: /],
    [{ mailFrom: 'polls@example.org' }, /mailFrom: must be an address at domain\.name/],
    [{ mailFrom: 'polls' }, /mailFrom: /],
    [{ gameDays: { schedule: 'on Tuesdays' } }, /gameDays\.schedule: must be cron/],
    [{ colour: 'blue' }, /stages\.production: .*colour/],
  ];
  for (const [changes, expected] of wrong) assert.match(saidOf(changes), expected, JSON.stringify(changes));
});

test('faults on purpose are for stages that somebody has read, and happen nowhere unless a stage says so', () => {
  assert.equal(saidOf({ gameDays: {} }), '');
  const stages = { ...testConfiguration.stages, preview: { ...testConfiguration.stages.preview, gameDays: {} } };
  assert.throws(() => checkConfiguration({ ...testConfiguration, stages }), /stages\.preview\.gameDays: is not for/);
});

test('a laptop runs one to three regions of any stage, with no domain', () => {
  assert.equal(configurationOf('dev', configuration, 3).regions.length, 3);
  for (const regions of [0, 4, 1.5, Number.NaN]) {
    assert.throws(() => configurationOf('dev', configuration, regions), WrongConfiguration);
  }
});

test('a repository is named as GitHub’s tokens name it', () => {
  const check = (repository: string) => checkConfiguration({ ...testConfiguration, github: { repository } });
  for (const name of ['owner/name', 'an-owner/a.name_2', 'owner@12/name@345']) assert.doesNotThrow(() => check(name));
  for (const name of ['owner', 'owner/', '*/*', 'owner/name:ref', 'owner@12/name', 'owner/name@345', 'owner/na me']) {
    assert.throws(() => check(name), /github\.repository: must be like owner\/name/, name);
  }
});

test('a pull request’s stage is bounded where GitHub deploys, and no other is', () => {
  const isBounded = (stage: string, given: object) => configurationOf(stage, given).isBounded;
  assert.equal(isBounded('pr-7', testConfiguration), true);
  assert.equal(isBounded('pr-7', configuration), false);
  assert.equal(isBounded('preview-pr-7', testConfiguration), false);
  assert.equal(isBounded('production', testConfiguration), false);
});
