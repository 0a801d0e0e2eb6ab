import assert from 'node:assert/strict';
import { test } from 'node:test';
import { headers } from '../../contracts/headers.ts';
import { limits } from '../../contracts/limits.ts';
import { testStage } from '../support/configuration.ts';
import { configOf, distributions } from '../support/distributions.ts';
import { nameOf, resources, resourcesOfType, stages, target } from '../support/templates.ts';

interface Statement {
  readonly ManagedRuleGroupStatement?: {
    readonly Name: string;
    readonly RuleActionOverrides?: readonly { readonly Name: string; readonly ActionToUse: unknown }[];
  };
  readonly SizeConstraintStatement?: { readonly Size: number; readonly FieldToMatch: unknown };
  readonly RateBasedStatement?: {
    readonly Limit: number;
    readonly AggregateKeyType: string;
    readonly CustomKeys?: readonly { readonly Header?: { readonly Name: string }; readonly UriPath?: unknown }[];
    readonly ScopeDownStatement?: unknown;
  };
}

interface Rule {
  readonly Name: string;
  readonly Action?: { readonly Block?: unknown; readonly Challenge?: unknown };
  readonly Statement: Statement;
}

interface DataProtection {
  readonly Field: { readonly FieldType: string; readonly FieldKeys?: readonly string[] };
  readonly Action: string;
  readonly ExcludeRateBasedDetails?: boolean;
  readonly ExcludeRuleMatchDetails?: boolean;
}

interface Acl {
  readonly Scope: string;
  readonly DataProtectionConfig?: { readonly DataProtections: readonly DataProtection[] };
  readonly Rules: readonly Rule[];
  readonly AssociationConfig: unknown;
}

const acls = resourcesOfType<Acl>('AWS::WAFv2::WebACL');
const rules = acls.flatMap((acl) => acl.Properties.Rules);
const rates = rules.flatMap((rule) =>
  rule.Statement.RateBasedStatement ? [{ ...rule, rate: rule.Statement.RateBasedStatement }] : [],
);

test('the stages that ask for AWS WAF have it before their distribution, and no other', () => {
  assert.deepEqual(
    acls.map(({ stage }) => stage),
    stages.filter((stage) => testStage(stage).waf),
  );
  for (const distribution of distributions) {
    const acl = target<Acl>(distribution, configOf(distribution).WebACLId);
    assert.equal(acl !== undefined, testStage(distribution.stage).waf, nameOf(distribution));
  }
  for (const acl of acls) assert.equal(acl.Properties.Scope, 'CLOUDFRONT');
});

test('AWS’s rules of common attacks, bad inputs and bad addresses apply', () => {
  for (const acl of acls) {
    const groups = acl.Properties.Rules.flatMap(({ Statement }) => Statement.ManagedRuleGroupStatement?.Name ?? []);
    assert.deepEqual(groups.sort(), [
      'AWSManagedRulesAmazonIpReputationList',
      'AWSManagedRulesCommonRuleSet',
      'AWSManagedRulesKnownBadInputsRuleSet',
    ]);
  }
});

test('no rule of AWS refuses what a voter writes, or a program that doesn’t say what it is', () => {
  // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
  const only: Record<string, readonly string[]> = {
    AWSManagedRulesAmazonIpReputationList: [],
    AWSManagedRulesCommonRuleSet: [
      'CrossSiteScripting_BODY',
      'EC2MetaDataSSRF_BODY',
      'GenericLFI_BODY',
      'GenericRFI_BODY',
      'NoUserAgent_HEADER',
      'SizeRestrictions_BODY',
    ],
    AWSManagedRulesKnownBadInputsRuleSet: ['JavaDeserializationRCE_BODY', 'Log4JRCE_BODY', 'ReactJSRCE_BODY'],
  };
  for (const { ManagedRuleGroupStatement: group } of rules.map(({ Statement }) => Statement)) {
    if (!group) continue;
    const counting = (group.RuleActionOverrides ?? []).filter(
      ({ ActionToUse }) => JSON.stringify(ActionToUse) === '{"Count":{}}',
    );
    assert.deepEqual(counting.map(({ Name }) => Name).sort(), only[group.Name], group.Name);
  }
});

test('a body that the API would refuse for its size doesn’t come so far', () => {
  for (const acl of acls) {
    const size = acl.Properties.Rules.flatMap(({ Statement }) => Statement.SizeConstraintStatement ?? []);
    assert.equal(size[0]?.Size, limits.bodyBytes);
    // What is longer than AWS WAF looks must match, or it would pass.
    assert.deepEqual(size[0]?.FieldToMatch, { Body: { OversizeHandling: 'MATCH' } });
    assert.match(JSON.stringify(acl.Properties.AssociationConfig), /"DefaultSizeInspectionLimit":"KB_64"/);
  }
});

test('requests are counted by address, by API key, by voter token and by poll', () => {
  for (const acl of acls) {
    const own = rates.filter((rule) => acl.Properties.Rules.some(({ Statement }) => Statement === rule.Statement));
    const keys = own.map(({ rate }) => {
      const [key] = rate.CustomKeys ?? [];
      return key?.Header?.Name ?? (key?.UriPath ? 'path' : rate.AggregateKeyType);
    });
    assert.deepEqual([...new Set(keys)].sort(), ['IP', 'path', headers.apiKey, headers.voterToken].sort());
  }
});

test('a hall of 60,000 behind one address can vote within a minute', () => {
  for (const { Name, Action, rate } of rates) {
    if (rate.AggregateKeyType !== 'IP' || Action?.Challenge) continue;
    // A device and a response each.
    assert.ok(rate.Limit >= 2 * 60_000, Name);
  }
});

test('one poll’s votes leave room for those of others, also where one region is left', () => {
  const byPath = rates.filter(({ rate }) => rate.CustomKeys?.some(({ UriPath }) => UriPath));
  assert.equal(byPath.length, acls.length);
  for (const [index, { Action, rate }] of byPath.entries()) {
    const most = 60 * testStage(acls[index]?.stage ?? '').throttles.vote.rateLimit;
    assert.ok(rate.Limit < most && rate.Limit > most / 2, `${rate.Limit} of ${most}`);
    assert.ok(Action?.Block);
    assert.match(JSON.stringify(rate.ScopeDownStatement), /"SearchString":"\/responses"/);
  }
});

test('a flood of new devices is challenged, and a response never: a challenge is 202 too', () => {
  const challenging = rules.filter(({ Action }) => Action?.Challenge);
  assert.equal(challenging.length, acls.length);
  for (const { Statement } of challenging) {
    const scope = JSON.stringify(Statement.RateBasedStatement?.ScopeDownStatement);
    assert.match(scope, /"PositionalConstraint":"ENDS_WITH","SearchString":"\/devices"/);
    assert.match(scope, /"SearchString":"POST"/);
  }
});

test('the log of AWS WAF shows neither keys nor tokens', () => {
  const logs = resourcesOfType<{ RedactedFields: unknown; ResourceArn: unknown; LogDestinationConfigs: unknown }>(
    'AWS::WAFv2::LoggingConfiguration',
  );
  for (const log of logs) {
    assert.equal(target(log, log.Properties.ResourceArn)?.Type, 'AWS::WAFv2::WebACL', nameOf(log));
    for (const name of [headers.apiKey, headers.voterToken, 'authorization', 'cookie']) {
      assert.ok(JSON.stringify(log.Properties.RedactedFields).includes(`{"SingleHeader":{"Name":"${name}"}}`), name);
    }
    assert.match(JSON.stringify(log.Properties.LogDestinationConfigs), /:log-group:aws-waf-logs-[\w-]+"/, nameOf(log));
  }
  assert.equal(logs.length, acls.length);
});

test('AWS WAF tells no value by which a rate rule counts, and no other key or token either', () => {
  const counted = rates.flatMap(({ rate }) => (rate.CustomKeys ?? []).flatMap(({ Header }) => Header?.Name ?? []));
  for (const acl of acls) {
    const kept = acl.Properties.DataProtectionConfig?.DataProtections.filter(
      ({ Field, Action, ExcludeRateBasedDetails, ExcludeRuleMatchDetails }) =>
        Field.FieldType === 'SINGLE_HEADER' &&
        /^(HASH|SUBSTITUTION)$/.test(Action) &&
        !ExcludeRateBasedDetails &&
        !ExcludeRuleMatchDetails,
    ).flatMap(({ Field }) => Field.FieldKeys ?? []);
    for (const name of [...counted, headers.apiKey, headers.voterToken, 'authorization', 'cookie']) {
      assert.ok(kept?.includes(name), `${nameOf(acl)}: ${name}`);
    }
  }
});

test('Shield Advanced protects the distribution where the stage asks for it', () => {
  const protections = resources.filter(({ Type }) => Type === 'AWS::Shield::Protection');
  assert.deepEqual(
    protections.map(({ stage }) => stage),
    stages.filter((stage) => testStage(stage).shieldAdvanced),
  );
});
