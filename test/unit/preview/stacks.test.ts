import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CloudFormationClient, CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { removeStage } from '../../../tools/preview/remove.ts';
import { CloudFormationStacks } from '../../../tools/preview/stacks.ts';

interface Account {
  /** The stacks' names, with the stage that their tags say. */
  readonly stacks: Readonly<Record<string, string>>;
  /** Whether the role may describe a stack. */
  readonly mayDescribe?: (name: string) => boolean;
  /** What is listed and then gone. */
  readonly vanished?: string;
}

/** CloudFormation in memory: a real client whose requests stay here. */
class Region {
  readonly described: string[] = [];
  readonly #account: Account;
  readonly #deleted = new Set<string>();

  constructor(account: Account) {
    this.#account = account;
  }

  readonly client = (region: string): CloudFormationClient => {
    const client = new CloudFormationClient({ region });
    client.middlewareStack.add(
      (_next, { commandName }) =>
        async ({ input }) => ({
          output: { $metadata: {}, ...this.#answer(String(commandName), String(Object(input).StackName)) },
          response: {},
        }),
      { step: 'initialize' },
    );
    return client;
  };

  #answer(command: string, name: string): object {
    const { stacks, mayDescribe, vanished } = this.#account;
    if (command === 'ListStacksCommand') {
      return { StackSummaries: Object.keys(stacks).map((StackName) => ({ StackName })) };
    }
    if (command === 'DeleteStackCommand') {
      this.#deleted.add(name);
      return {};
    }
    if (mayDescribe?.(name) === false) throw refusal('AccessDenied', 'User is not authorized to perform this');
    this.described.push(name);
    if (name === vanished || this.#deleted.has(name)) {
      throw refusal('ValidationError', `Stack with id ${name} does not exist`);
    }
    const tags = { project: 'groundswell', stage: stacks[name] };
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    return { Stacks: [{ StackName: name, StackStatus: 'CREATE_COMPLETE', CreationTime: new Date(0), Tags }] };
  }
}

function refusal(name: string, message: string): CloudFormationServiceException {
  return new CloudFormationServiceException({ name, message, $fault: 'client', $metadata: {} });
}

const silent = () => undefined;
const namesOf = async (stacks: CloudFormationStacks, stage?: string) =>
  (await stacks.list(stage)).map(({ name }) => name);

test('a pull request’s stage can be removed by a role that may describe no laptop’s preview', async () => {
  const region = new Region({
    stacks: {
      'groundswell-preview-a-data': 'preview-a',
      'groundswell-pr-1-data': 'pr-1',
      'groundswell-pr-1-edge': 'pr-1',
      'groundswell-pr-12-data': 'pr-12',
      'groundswell-production-data': 'production',
    },
    mayDescribe: (name) => name.startsWith('groundswell-pr-'),
  });
  assert.equal(await removeStage(new CloudFormationStacks(['eu-central-1'], region.client), 'pr-1', silent), 2);
  assert.deepEqual([...new Set(region.described)].sort(), ['groundswell-pr-1-data', 'groundswell-pr-1-edge']);
});

test('a stage goes by its tag, too: another one’s name may start the same', async () => {
  const region = new Region({
    stacks: { 'groundswell-preview-a-data': 'preview-a', 'groundswell-preview-a-b-data': 'preview-a-b' },
  });
  const stacks = new CloudFormationStacks(['eu-central-1'], region.client);
  assert.equal(await removeStage(stacks, 'preview-a', silent), 1);
  assert.deepEqual(await namesOf(stacks, 'preview-a-b'), ['groundswell-preview-a-b-data']);
});

test('a sweep sees all previews and nothing else', async () => {
  const { client } = new Region({
    stacks: {
      'groundswell-preview-a-data': 'preview-a',
      'groundswell-pr-1-data': 'pr-1',
      'groundswell-production-data': 'production',
    },
  });
  assert.deepEqual(await namesOf(new CloudFormationStacks(['eu-central-1'], client)), [
    'groundswell-preview-a-data',
    'groundswell-pr-1-data',
  ]);
});

test('a stack that goes between its listing and its description is gone', async () => {
  const { client } = new Region({
    stacks: { 'groundswell-pr-1-data': 'pr-1', 'groundswell-pr-1-edge': 'pr-1' },
    vanished: 'groundswell-pr-1-edge',
  });
  assert.deepEqual(await namesOf(new CloudFormationStacks(['eu-central-1'], client), 'pr-1'), [
    'groundswell-pr-1-data',
  ]);
});

test('a refusal to describe is no sign that a stack is gone', async () => {
  const { client } = new Region({ stacks: { 'groundswell-pr-1-data': 'pr-1' }, mayDescribe: () => false });
  await assert.rejects(new CloudFormationStacks(['eu-central-1'], client).list('pr-1'), /not authorized/);
});
