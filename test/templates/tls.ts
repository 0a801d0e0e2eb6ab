import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, resources, resourcesOfType } from '../support/templates.ts';

/**
 * Everything that ends TLS for others to call it, and how its least version is known. What is new here fails the last
 * test until somebody has looked it up.
 */
const ends: Readonly<Record<string, string>> = {
  'AWS::CloudFront::Distribution': 'edge.ts: TLSv1.2_2021 with a domain; the default name of CloudFront has no choice',
  'AWS::ApiGatewayV2::Api': 'execute-api takes TLS 1.2 at least; with a domain it is switched off',
  'AWS::ApiGatewayV2::DomainName': 'below: TLS_1_2',
  'AWS::AppSync::Api': 'AWS’s own name, which takes TLS 1.2 at least; it has none of ours',
  'AWS::Cognito::UserPoolDomain': 'AWS’s own name, for which there is no choice; it has none of ours',
  'AWS::S3::Bucket': 'below: its policy denies what is older',
  'AWS::SQS::Queue': 'queues.ts: its policy denies plain HTTP',
  'AWS::SNS::Topic': 'alarms.ts: its policy denies plain HTTP',
};

/** Types of which a resource listens: what we have, and balancers, gateways, brokers and machines, which we have not. */
const listens = new RegExp(
  `^(${Object.keys(ends).join('|')}|AWS::(ElasticLoadBalancing|ApiGateway::|Lambda::Url|AppSync::(GraphQLApi|DomainName)$|IoT|AmazonMQ|MSK|Transfer|EC2::Instance|ECS|AppRunner|OpenSearch|RDS|ElastiCache).*)$`,
);

test('whatever listens has its least version of TLS looked up, and nothing is looked up in vain', () => {
  const found = new Set(resources.map(({ Type }) => Type).filter((type) => listens.test(type)));
  assert.deepEqual([...found].sort(), Object.keys(ends).sort());
});

test('a name of the API takes TLS 1.2 at least', () => {
  const names = resourcesOfType<{ DomainNameConfigurations: readonly { SecurityPolicy?: string }[] }>(
    'AWS::ApiGatewayV2::DomainName',
  );
  assert.ok(names.length > 0);
  for (const name of names) {
    for (const { SecurityPolicy } of name.Properties.DomainNameConfigurations) {
      assert.equal(SecurityPolicy, 'TLS_1_2', nameOf(name));
    }
  }
});

test('a bucket denies TLS before 1.2', () => {
  const policies = resourcesOfType<{ Bucket: unknown; PolicyDocument: { Statement: readonly object[] } }>(
    'AWS::S3::BucketPolicy',
  );
  for (const bucket of resourcesOfType('AWS::S3::Bucket')) {
    const own = policies.filter(
      ({ stack, Properties }) =>
        stack === bucket.stack && JSON.stringify(Properties.Bucket) === JSON.stringify({ Ref: bucket.id }),
    );
    const denials = own.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    assert.ok(
      denials.some((denial) =>
        /"Effect":"Deny".*"NumericLessThan":\{"s3:TlsVersion":1\.2\}|"NumericLessThan":\{"s3:TlsVersion":1\.2\}.*"Effect":"Deny"/.test(
          JSON.stringify(denial),
        ),
      ),
      nameOf(bucket),
    );
  }
});

test('the login stands at AWS’s own name, whose TLS AWS keeps up', () => {
  const domains = resourcesOfType<{ CustomDomainConfig?: unknown }>('AWS::Cognito::UserPoolDomain');
  assert.ok(domains.length > 0);
  for (const domain of domains) assert.equal(domain.Properties.CustomDomainConfig, undefined, nameOf(domain));
});
