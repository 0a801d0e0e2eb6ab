import assert from 'node:assert/strict';
import { test } from 'node:test';
import shipped from '../../groundswell.config.ts';
import { loadConfiguration } from '../../lib/configuration/load.ts';
import { WrongConfiguration } from '../../lib/configuration/schema.ts';
import { configurationOf } from '../../lib/configuration/stage.ts';

test("the project's own configuration is the one without a name", async () => {
  assert.equal(await loadConfiguration(), shipped);
});

test('a configuration outside of the project, or none at all, is refused', async () => {
  await assert.rejects(loadConfiguration('../elsewhere.ts'), WrongConfiguration);
  await assert.rejects(loadConfiguration('no-such-configuration.ts'), WrongConfiguration);
});

test('the rehearsal has a production stage of two regions and a domain, and a change that reaches both stages', async () => {
  const before = await loadConfiguration('tools/rehearse/configuration.ts');
  const after = await loadConfiguration('tools/rehearse/changed-configuration.ts');
  const production = configurationOf('production', before);
  assert.equal(production.regions.length, 2);
  assert.ok(production.domain);
  for (const stage of ['pr-1', 'production']) {
    assert.notDeepEqual(configurationOf(stage, before).throttles, configurationOf(stage, after).throttles);
  }
});
