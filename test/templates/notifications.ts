import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partitions } from '../../contracts/names.ts';
import { localTargetsAllowed, noMail, webhookEventTypes } from '../../contracts/webhooks.ts';
import { testStage } from '../support/configuration.ts';
import { nameOf, regionStacks, resourcesOfType, type TemplateResource, target } from '../support/templates.ts';

interface Lambda {
  readonly Timeout: number;
  readonly VpcConfig?: unknown;
  readonly Role: unknown;
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
}
interface Policy {
  readonly Roles: readonly unknown[];
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Action: string | readonly string[];
      readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }[];
  };
}
interface Mapping {
  readonly FunctionName: unknown;
  readonly BatchSize: number;
  readonly ScalingConfig: { readonly MaximumConcurrency: number };
}

const lambdas = resourcesOfType<Lambda>('AWS::Lambda::Function').filter(({ id }) =>
  id.startsWith('NotificationsService'),
);
const named = (name: string) => lambdas.filter(({ id }) => id.includes(name));
const mailFromOf = ({ stage }: TemplateResource) => testStage(stage).mailFrom;
const statementsOf = (lambda: TemplateResource<Lambda>) => {
  const role = target(lambda, lambda.Properties.Role);
  return resourcesOfType<Policy>('AWS::IAM::Policy')
    .filter((policy) => policy.Properties.Roles.some((one) => target(policy, one) === role))
    .flatMap((policy) => policy.Properties.PolicyDocument.Statement);
};

test('in the cloud no webhook may come to the machine itself, and none of the functions is inside a network', () => {
  for (const lambda of lambdas) {
    assert.notEqual(lambda.Properties.Environment.Variables.LOCAL_TARGETS, localTargetsAllowed, nameOf(lambda));
    assert.equal(lambda.Properties.VpcConfig, undefined, nameOf(lambda));
  }
});

test('a message is tried for a day, one endpoint a function and message, some at once', () => {
  const mappings = resourcesOfType<Mapping>('AWS::Lambda::EventSourceMapping');
  const deliverers = named('deliverWebhooks');
  assert.equal(deliverers.length, regionStacks.length);
  for (const deliverer of deliverers) {
    assert.equal(deliverer.Properties.Environment.Variables.WEBHOOK_RETRY_SECONDS, '86400', nameOf(deliverer));
    const [mapping] = mappings.filter((one) => target(one, one.Properties.FunctionName) === deliverer);
    assert.equal(mapping?.Properties.BatchSize, 1, nameOf(deliverer));
    assert.ok((mapping?.Properties.ScalingConfig.MaximumConcurrency ?? 0) >= 10, nameOf(deliverer));
  }
});

test('what calls addresses of others’ choosing reads nothing of the Polls table but webhooks and their deliveries', () => {
  const own = [partitions.workspace, partitions.webhook, partitions.lane].map((prefix) => `${prefix}*`);
  for (const deliverer of named('deliverWebhooks')) {
    const onTables = statementsOf(deliverer).filter(({ Action }) => String(Action).includes('dynamodb:'));
    assert.ok(onTables.length > 0);
    for (const { Condition } of onTables) {
      const keys = [Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? '*'].flat();
      assert.deepEqual(
        keys.filter((key) => !own.includes(String(key))),
        [],
        nameOf(deliverer),
      );
    }
  }
});

test('all events that a webhook may ask for come from the bus, and no other', () => {
  interface Rule {
    readonly EventPattern: { readonly 'detail-type': readonly string[] };
  }
  const rules = resourcesOfType<Rule>('AWS::Events::Rule').filter(({ id }) => id.includes('Dispatching'));
  assert.equal(rules.length, regionStacks.length);
  for (const rule of rules) assert.deepEqual(rule.Properties.EventPattern['detail-type'], [...webhookEventTypes]);
});

test('a stage sends mail from its own address at its own domain, signed, or not at all', () => {
  const mailers = named('sendMail');
  assert.ok(mailers.some((mailer) => mailFromOf(mailer)) && mailers.some((mailer) => !mailFromOf(mailer)));
  const identities = resourcesOfType<{ EmailIdentity: string }>('AWS::SES::EmailIdentity');
  const keys = resourcesOfType<{ Name: string; Type: string }>('AWS::Route53::RecordSet');
  for (const mailer of mailers) {
    const mailFrom = mailFromOf(mailer);
    assert.equal(mailer.Properties.Environment.Variables.MAIL_FROM, mailFrom ?? noMail, nameOf(mailer));
    const sending = statementsOf(mailer).filter(({ Action }) => String(Action).includes('ses:'));
    const condition = { StringEquals: { 'ses:FromAddress': mailFrom } };
    assert.deepEqual(
      sending.map(({ Action, Condition }) => [Action, Condition]),
      mailFrom === undefined ? [] : [['ses:SendEmail', condition]],
      nameOf(mailer),
    );
    const [identity] = identities.filter(({ stack }) => stack === mailer.stack);
    assert.equal(identity?.Properties.EmailIdentity, mailFrom?.split('@')[1], nameOf(mailer));
    const signing = keys.filter(({ stack, id }) => stack === mailer.stack && id.includes('MailKey'));
    assert.equal(signing.length, mailFrom === undefined ? 0 : 3, nameOf(mailer));
  }
});
