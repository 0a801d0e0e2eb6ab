import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testStage } from '../support/configuration.ts';
import { nameOf, resourcesOfType, type TemplateResource, target } from '../support/templates.ts';

interface Group {
  readonly DeploymentConfigName: string;
  readonly AutoRollbackConfiguration: { readonly Enabled: boolean; readonly Events: readonly string[] };
  readonly AlarmConfiguration: { readonly Enabled: boolean; readonly Alarms: readonly { readonly Name: unknown }[] };
}

type Alias = TemplateResource<{ FunctionName: unknown }> & {
  readonly UpdatePolicy?: { readonly CodeDeployLambdaAliasUpdate?: { readonly DeploymentGroupName: unknown } };
};

const aliases = resourcesOfType<{ FunctionName: unknown }>('AWS::Lambda::Alias') as readonly Alias[];
const groupOf = (alias: Alias) => {
  const group = target<Group>(alias, alias.UpdatePolicy?.CodeDeployLambdaAliasUpdate?.DeploymentGroupName);
  assert.ok(group, `${nameOf(alias)} is deployed by CodeDeploy`);
  return group;
};

test('a new version takes a tenth of the calls for five minutes where people vote, and all at once elsewhere', () => {
  for (const alias of aliases) {
    const isGradual = ['staging', 'production'].includes(testStage(alias.stage).kind);
    assert.equal(
      groupOf(alias).Properties.DeploymentConfigName,
      isGradual ? 'CodeDeployDefault.LambdaCanary10Percent5Minutes' : 'CodeDeployDefault.LambdaAllAtOnce',
      nameOf(alias),
    );
  }
});

test('a version whose function or API fails meanwhile is taken back', () => {
  type Alarm = { MetricName?: string; Dimensions?: { Name: string; Value: unknown }[]; Metrics?: unknown };
  for (const alias of aliases) {
    const group = groupOf(alias);
    const { AutoRollbackConfiguration, AlarmConfiguration } = group.Properties;
    assert.equal(AutoRollbackConfiguration.Enabled, true, nameOf(group));
    assert.ok(AutoRollbackConfiguration.Events.includes('DEPLOYMENT_STOP_ON_ALARM'), nameOf(group));
    assert.equal(AlarmConfiguration.Enabled, true, nameOf(group));
    const alarms = AlarmConfiguration.Alarms.map(({ Name }) => target<Alarm>(group, Name)?.Properties);
    assert.ok(
      alarms.some((alarm) => /"MetricName":"5xx"/.test(JSON.stringify(alarm?.Metrics))),
      nameOf(group),
    );
    const errors = alarms.find((alarm) => alarm?.MetricName === 'Errors');
    const [name, resource] = ['FunctionName', 'Resource'].map((dimension) =>
      errors?.Dimensions?.find(({ Name }) => Name === dimension),
    );
    assert.equal(target(alias, name?.Value), target(alias, alias.Properties.FunctionName), nameOf(group));
    assert.match(JSON.stringify(resource?.Value), /:live"/, nameOf(group));
  }
});
