import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { originKeysVariable } from '../../contracts/edge.ts';
import { type FunctionName, functions } from '../../contracts/functions.ts';
import { routes } from '../../contracts/routes.ts';
import { tracingFile, tracingVariables } from '../../contracts/tracing.ts';
import { bundleOf } from '../../lib/bundles.ts';
import { faultTargets, faultVariables } from '../../lib/constructs/fault-extension.ts';
import { testStage } from '../support/configuration.ts';
import { isAtHome, isProvider, nameOf, placeOf, regionStacks, resourcesOfType, target } from '../support/templates.ts';

interface Lambda {
  readonly Architectures: unknown;
  readonly Runtime: string;
  readonly TracingConfig: unknown;
  readonly Role: unknown;
  readonly Environment: { readonly Variables: object };
  readonly LoggingConfig: { readonly LogFormat: string; readonly SystemLogLevel: string; readonly LogGroup: unknown };
}

interface Policy {
  readonly PolicyDocument: {
    readonly Statement: readonly { Action: string | readonly string[]; Resource: unknown }[];
  };
}

const lambdas = resourcesOfType<Lambda>('AWS::Lambda::Function').filter((lambda) => !isProvider(lambda));
/** What the construct adds to the variables of a function's contract. */
const forAll = ['NODE_OPTIONS', 'POWERTOOLS_LOG_LEVEL', 'POWERTOOLS_SERVICE_NAME', ...Object.values(tracingVariables)];

const contractOf = (id: string) =>
  (Object.keys(functions) as FunctionName[]).find((name) =>
    new RegExp(`(Service|Testing|OriginKeys)${name}Function`).test(id),
  );

/** What guards a stage as a whole stands once. */
const isInEachRegion = (name: FunctionName) => !['recovery', 'edge'].includes(functions[name].service);

test('every function of the contracts stands once in a region, what looks for the whole stage at home, and there is no other', () => {
  const names = Object.keys(functions) as FunctionName[];
  for (const stack of regionStacks) {
    const expected = names
      .filter(isInEachRegion)
      .filter((name) => name !== 'keepRetention' || isAtHome(stack))
      .sort();
    const found = lambdas
      .filter((lambda) => placeOf(lambda.stack) === placeOf(stack))
      .map((lambda) => contractOf(lambda.id))
      .filter((name) => name === undefined || isInEachRegion(name));
    assert.deepEqual(found.sort(), expected, stack);
  }
});

test('a function has exactly the environment variables of its contract', () => {
  for (const lambda of lambdas) {
    const name = contractOf(lambda.id);
    assert.ok(name, nameOf(lambda));
    const ofRoutes = routes.some((route) => route.function === name) ? [originKeysVariable] : [];
    const isFaultTarget = testStage(lambda.stage).gameDays && faultTargets.some((known) => known === name);
    const ofFaults = isFaultTarget ? faultVariables : [];
    const expected = [...functions[name].environment, ...forAll, ...ofRoutes, ...ofFaults].sort();
    assert.deepEqual(Object.keys(lambda.Properties.Environment.Variables).sort(), expected, nameOf(lambda));
  }
});

test('a function that doesn’t start without the origin’s keys has them', () => {
  const asking = lambdas.filter(({ id }) => {
    const name = contractOf(id);
    return name && readFileSync(join(bundleOf(name), 'index.mjs'), 'utf8').includes(originKeysVariable);
  });
  assert.ok(asking.length > 0);
  for (const lambda of asking) {
    assert.ok(originKeysVariable in lambda.Properties.Environment.Variables, nameOf(lambda));
  }
});

test('a function runs on arm64 and the newest Node, traced, with a role of its own', () => {
  for (const lambda of lambdas) {
    assert.deepEqual(lambda.Properties.Architectures, ['arm64'], nameOf(lambda));
    assert.equal(lambda.Properties.Runtime, `nodejs${process.versions.node.split('.')[0]}.x`, nameOf(lambda));
    assert.deepEqual(lambda.Properties.TracingConfig, { Mode: 'Active' }, nameOf(lambda));
  }
  const roles = lambdas.map((lambda) => `${lambda.stack} ${target(lambda, lambda.Properties.Role)?.id}`);
  assert.equal(new Set(roles).size, lambdas.length);
});

test('a function may send spans to X-Ray, sends them to its own region, and has the program for it', () => {
  const policies = resourcesOfType<Policy & { Roles: readonly { Ref: string }[] }>('AWS::IAM::Policy');
  for (const lambda of lambdas) {
    const variables = lambda.Properties.Environment.Variables as Record<string, string>;
    const [, region] = placeOf(lambda.stack).split(' ');
    assert.equal(variables[tracingVariables.endpoint], `https://xray.${region}.amazonaws.com`, nameOf(lambda));
    const name = contractOf(lambda.id);
    assert.equal(variables[tracingVariables.service], name, nameOf(lambda));
    assert.ok(name && existsSync(join(bundleOf(name), tracingFile)), nameOf(lambda));
    const role = target(lambda, lambda.Properties.Role)?.id;
    const actions = policies
      .filter(({ stack, Properties }) => stack === lambda.stack && Properties.Roles.some(({ Ref }) => Ref === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement.flatMap(({ Action }) => Action));
    assert.ok(actions.includes('xray:PutSpans'), nameOf(lambda));
  }
});

test('every log group ends some day, and every function writes JSON to one, and Lambda only what goes wrong', () => {
  for (const group of resourcesOfType<{ RetentionInDays: number }>('AWS::Logs::LogGroup')) {
    assert.ok(group.Properties.RetentionInDays <= 90, nameOf(group));
  }
  for (const lambda of lambdas) {
    const { LogFormat, SystemLogLevel, LogGroup } = lambda.Properties.LoggingConfig;
    assert.equal(LogFormat, 'JSON', nameOf(lambda));
    assert.equal(SystemLogLevel, 'WARN', nameOf(lambda));
    assert.equal(target(lambda, LogGroup)?.Type, 'AWS::Logs::LogGroup', nameOf(lambda));
  }
});

/** What may be granted on more than one resource, and why. */
const wide: readonly { action: RegExp; on: RegExp; because: string }[] = [
  { action: /^xray:Put/, on: /^"\*"$/, because: 'X-Ray’s actions have no resources that could be named.' },
  {
    action: /^backup:(DescribeRestoreJob|PutRestoreValidationResult)$/,
    on: /^"\*"$/,
    because: 'Restore jobs are no resources that could be named.',
  },
  {
    action: /^scheduler:\w+Schedule$/,
    on: /./,
    because: 'Schedules are named after polls, in the group of the stage.',
  },
  {
    action: /^application-autoscaling:RegisterScalableTarget$/,
    on: /./,
    because: 'AWS makes up the names of scalable targets.',
  },
  {
    action: /^application-autoscaling:DescribeScalingActivities$/,
    on: /^"\*"$/,
    because: 'What happened to scalable targets is no resource that could be named.',
  },
  {
    action: /^s3:(AbortMultipartUpload|DeleteObject|GetObject|PutObject)$/,
    on: /"\/\w+\/\*"/,
    because: 'Objects below a prefix.',
  },
  {
    action: /^s3:PutObject$/,
    on: /FrontPagesBucket\w+","Arn"\]\},"\/\*"/,
    because: 'All that the pages’ bucket holds.',
  },
  {
    action: /^s3:(DeleteObject|GetObject|PutObject)$/,
    on: /(-faults-.*|FaultsBucket\w+","Arn"\]\},")\/FisConfigs\/\*"/,
    because: 'FIS names the files of its faults, in a folder of their own.',
  },
  {
    action: /^fis:StartExperiment$/,
    on: /:experiment\/\*"/,
    because: 'FIS names an experiment as it starts it.',
  },
  {
    action: /^(tag:GetResources|logs:(CreateLogDelivery|DescribeLogGroups|DescribeResourcePolicies))$/,
    on: /^"\*"$/,
    because: 'Looking up tags and log groups and delivering logs take no resource.',
  },
  {
    action: /^cloudwatch:DescribeAlarms$/,
    on: /:alarm:\*"/,
    because: 'FIS doesn’t say whether it names the alarms whose state it asks for.',
  },
  {
    action: /^dynamodb:(Delete|Get|Put)ResourcePolicy$/,
    on: /:table\/groundswell-\w+-(polls|responses)\/stream\/\*"/,
    because: 'DynamoDB names a stream by when it was made.',
  },
  {
    action: /^dynamodb:(GetItem|Query)$/,
    on: /:table\/awsbackup-restore-test-\*"/,
    because: 'AWS Backup makes up the rest of the name.',
  },
];

test('nothing is granted on many resources but what has a reason, and no action by a wildcard', () => {
  for (const policy of resourcesOfType<Policy>('AWS::IAM::Policy')) {
    for (const { Action, Resource } of policy.Properties.PolicyDocument.Statement) {
      const actions = [Action].flat();
      assert.ok(!actions.some((action) => action.includes('*')), `${nameOf(policy)}: ${actions}`);
      for (const resource of [Resource].flat().map((one) => JSON.stringify(one))) {
        if (!resource.includes('*')) continue;
        for (const given of actions) {
          const hasReason = wide.some(({ action, on }) => action.test(given) && on.test(resource));
          assert.ok(hasReason, `${nameOf(policy)}: ${given} on ${resource}`);
        }
      }
    }
  }
});

test('only its owner may call a function: API Gateway and AppSync from their own API, EventBridge from its own rule', () => {
  for (const permission of resourcesOfType<{ Principal: string; SourceArn: unknown }>('AWS::Lambda::Permission')) {
    const { Principal, SourceArn } = permission.Properties;
    if (Principal === 'events.amazonaws.com') {
      assert.equal(target(permission, SourceArn)?.Type, 'AWS::Events::Rule', nameOf(permission));
    } else if (Principal === 'appsync.amazonaws.com') {
      assert.equal(target(permission, SourceArn)?.Type, 'AWS::AppSync::Api', nameOf(permission));
    } else {
      assert.equal(Principal, 'apigateway.amazonaws.com', nameOf(permission));
      assert.match(JSON.stringify(SourceArn), /"Ref":"Api/, nameOf(permission));
    }
  }
});
