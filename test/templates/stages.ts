import assert from 'node:assert/strict';
import { test } from 'node:test';
import { functions } from '../../contracts/functions.ts';
import { WrongConfiguration } from '../../lib/configuration/schema.ts';
import { testStage } from '../support/configuration.ts';
import {
  isProvider,
  nameOf,
  resources,
  resourcesOfType,
  stacks,
  synthesizedTemplates,
  type TemplateResource,
  workerStacks,
} from '../support/templates.ts';

interface Tagged {
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
}

test('the same code synthesizes the same bytes', () => {
  assert.deepEqual(synthesizedTemplates(testStage('production')), synthesizedTemplates(testStage('production')));
});

test('a stage can be synthesized for an account that is known beforehand, as for any that is not', (context) => {
  const before = process.env.CDK_DEFAULT_ACCOUNT;
  context.after(() => {
    if (before === undefined) delete process.env.CDK_DEFAULT_ACCOUNT;
    else process.env.CDK_DEFAULT_ACCOUNT = before;
  });
  process.env.CDK_DEFAULT_ACCOUNT = '123456789012';
  // The ARNs in cdk-nag's findings then have the account in them, as our acknowledgements must; an open finding throws.
  const templates = synthesizedTemplates(testStage('production'));
  assert.match([...templates.values()].join(), /arn:aws:dynamodb:eu-central-1:123456789012:table/);
});

test('a stage name that can not be is refused with one sentence that names the ones that can', () => {
  const names = ['', 'prod', 'Production', 'preview-', 'preview-UPPER', 'preview-a_b', 'preview--a', 'pr-0', 'pr-x'];
  for (const name of [...names, `preview-${'a'.repeat(31)}`]) {
    assert.throws(
      () => testStage(name),
      (error) =>
        error instanceof WrongConfiguration && /^There is no stage ".*"\. Use dev, [^\n]+\.$/.test(error.message),
      name,
    );
  }
});

test('no stack comes near CloudFormation’s 500 resources', () => {
  const counts = Map.groupBy(resources, ({ stack }) => stack);
  for (const [stack, { length }] of counts) assert.ok(length < 400, `${stack} has ${length}`);
});

test('a region’s workers refer to what is deployed before them only, and no value that a stack reads is held fast', () => {
  assert.ok(workerStacks.length > 0);
  for (const { name, stage, template } of stacks) {
    assert.doesNotMatch(template, /Fn::ImportValue|"Export":/, name);
    if (!workerStacks.includes(name)) continue;
    for (const [, other] of template.matchAll(/"StackName":\s*"([^"]+)"/g)) {
      assert.equal(other, `groundswell-${stage}-data`, name);
    }
  }
});

test('every resource that can be tagged says which project, stage, service and owner it belongs to', () => {
  const tagged = resources.filter((resource): resource is TemplateResource<Tagged> =>
    Array.isArray((resource.Properties as Partial<Tagged> | undefined)?.Tags),
  );
  assert.ok(tagged.length > 0);
  for (const { stack, id, stage, Properties } of tagged) {
    const tags = new Map(Properties.Tags.map(({ Key, Value }) => [Key, Value]));
    assert.equal(tags.get('project'), 'groundswell', `${stack}: ${id}`);
    assert.equal(tags.get('stage'), stage, `${stack}: ${id}`);
    assert.ok(tags.get('service'), `${stack}: ${id}`);
    assert.ok(tags.get('owner'), `${stack}: ${id}`);
  }
});

test('a function has the tag of its own service', () => {
  for (const lambda of resourcesOfType<Tagged>('AWS::Lambda::Function').filter((one) => !isProvider(one))) {
    const tag = lambda.Properties.Tags.find(({ Key }) => Key === 'service')?.Value;
    const own = Object.entries(functions).find(([name]) => lambda.id.includes(`${name}Function`));
    assert.equal(tag, own?.[1].service, nameOf(lambda));
  }
});
