import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiName, healthPath, regionalApiName } from '../../contracts/edge.ts';
import { observabilityStackName, regionStackName, workersStackName } from '../../contracts/names.ts';
import { testStage } from '../support/configuration.ts';
import {
  nameOf,
  resourcesOfType,
  stages,
  synthesizedTemplates,
  type TemplateResource,
  target,
} from '../support/templates.ts';

interface DnsRecord {
  readonly Name: string;
  readonly Type: string;
  readonly AliasTarget: { readonly DNSName: unknown; readonly EvaluateTargetHealth?: boolean };
  readonly SetIdentifier?: string;
  readonly Region?: string;
  readonly Failover?: string;
  readonly HealthCheckId?: unknown;
}

interface HealthCheck {
  readonly HealthCheckConfig: {
    readonly Type: string;
    readonly FullyQualifiedDomainName: string;
    readonly ResourcePath: string;
    readonly RequestInterval: number;
    readonly FailureThreshold: number;
    readonly EnableSNI: boolean;
  };
}

const records = resourcesOfType<DnsRecord>('AWS::Route53::RecordSet');
const healthChecks = resourcesOfType<HealthCheck>('AWS::Route53::HealthCheck');
const named = stages.flatMap((stage) => {
  const { domain, regions, routing } = testStage(stage);
  return domain ? [{ stage, domain, regions, routing }] : [];
});
const recordsOf = (stage: string, name: string) =>
  records.filter((record) => record.stage === stage && record.Properties.Name === `${name}.`);

test('the domain leads to CloudFront, over IPv4 and IPv6', () => {
  for (const { stage, domain } of named) {
    const own = recordsOf(stage, domain.name);
    assert.deepEqual(own.map(({ Properties }) => Properties.Type).sort(), ['A', 'AAAA'], stage);
    for (const record of own) {
      assert.equal(target(record, record.Properties.AliasTarget.DNSName)?.Type, 'AWS::CloudFront::Distribution');
    }
  }
});

test('the API’s shared name leads to each region, as long as its own health check and its target are well', () => {
  for (const { stage, domain, regions } of named) {
    const shared = recordsOf(stage, apiName(domain.name));
    assert.deepEqual(shared.map(({ Properties }) => Properties.SetIdentifier).sort(), [...regions].sort(), stage);
    for (const record of shared) {
      const { AliasTarget, HealthCheckId, SetIdentifier = '' } = record.Properties;
      assert.equal(AliasTarget.EvaluateTargetHealth, true, nameOf(record));
      assert.equal(target(record, AliasTarget.DNSName)?.Type, 'AWS::ApiGatewayV2::DomainName', nameOf(record));
      const health = target<HealthCheck>(record, HealthCheckId)?.Properties.HealthCheckConfig;
      assert.equal(health?.FullyQualifiedDomainName, regionalApiName(domain.name, SetIdentifier), nameOf(record));
    }
  }
});

test('active-active regions share the work by latency, active-passive ones by failover from home', () => {
  assert.deepEqual([...new Set(named.map(({ routing }) => routing))].sort(), ['active-active', 'active-passive']);
  for (const { stage, domain, regions, routing } of named) {
    for (const { Properties } of recordsOf(stage, apiName(domain.name))) {
      const { SetIdentifier, Region, Failover } = Properties;
      const place = SetIdentifier === regions[0] ? 'PRIMARY' : 'SECONDARY';
      const expected = routing === 'active-active' ? [SetIdentifier, undefined] : [undefined, place];
      assert.deepEqual([Region, Failover], expected, stage);
    }
  }
});

test('a region is asked for its health at its own name, every ten seconds, and given up after two failures', () => {
  for (const check of healthChecks) {
    const { Type, ResourcePath, RequestInterval, FailureThreshold, EnableSNI } = check.Properties.HealthCheckConfig;
    assert.deepEqual([Type, ResourcePath, EnableSNI], ['HTTPS', healthPath, true], nameOf(check));
    // 20 s to notice + 5 s of memory + 60 s of DNS + 6 s to connect are less than two minutes.
    assert.deepEqual([RequestInterval, FailureThreshold], [10, 2], nameOf(check));
  }
  for (const { stage, domain, regions } of named) {
    for (const region of regions) assert.equal(recordsOf(stage, regionalApiName(domain.name, region)).length, 1);
  }
});

test('each name of a region’s API is served by it, with TLS 1.2', () => {
  interface Name {
    readonly DomainName: string;
    readonly DomainNameConfigurations: readonly { readonly SecurityPolicy: string; readonly EndpointType: string }[];
  }
  const names = resourcesOfType<Name>('AWS::ApiGatewayV2::DomainName');
  const mappings = resourcesOfType<{ DomainName: unknown; ApiId: unknown }>('AWS::ApiGatewayV2::ApiMapping');
  for (const name of names) {
    for (const { SecurityPolicy, EndpointType } of name.Properties.DomainNameConfigurations) {
      assert.deepEqual([SecurityPolicy, EndpointType], ['TLS_1_2', 'REGIONAL'], nameOf(name));
    }
    const mapping = mappings.find((candidate) => target(candidate, candidate.Properties.DomainName) === name);
    assert.equal(mapping && target(mapping, mapping.Properties.ApiId)?.Type, 'AWS::ApiGatewayV2::Api', nameOf(name));
  }
  assert.equal(names.length, 2 * healthChecks.length);
});

test('somebody is told when a region is taken out of service', () => {
  const alarms = resourcesOfType<{ MetricName: string; Dimensions: readonly { Value: unknown }[] }>(
    'AWS::CloudWatch::Alarm',
  ).filter(({ Properties }) => Properties.MetricName === 'HealthCheckStatus');
  for (const { stage, regions } of named) {
    const watched = alarms.filter((alarm) => alarm.stage === stage && alarm.stack.endsWith('-edge'));
    assert.equal(new Set(watched.map(({ Properties }) => JSON.stringify(Properties.Dimensions))).size, regions.length);
  }
});

test('a further region adds what belongs to it, and changes nothing that is there', () => {
  const two = testStage('production');
  const [home] = two.regions;
  const before = synthesizedTemplates({ ...two, regions: [home] });
  const after = synthesizedTemplates(two);
  for (const nameOfStack of [regionStackName, workersStackName, observabilityStackName]) {
    const name = nameOfStack('production', home);
    assert.ok(before.get(name), name);
    assert.equal(after.get(name), before.get(name), name);
  }
  const edge = (templates: typeof before) =>
    JSON.parse(templates.get('groundswell-production-edge') ?? '{}').Resources as Record<string, TemplateResource>;
  const added = edge(after);
  for (const [id, resource] of Object.entries(edge(before))) assert.deepEqual(added[id], resource, id);
});
