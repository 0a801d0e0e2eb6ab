import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cloudOnly } from '../../../contracts/names.ts';
import { readAssembly } from '../../../local/assembly/assembly.ts';
import { throwsExplained } from './explained.ts';

const folder = mkdtempSync(join(tmpdir(), 'groundswell-unit-assembly-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const stack = (environment: string, templateFile = 'template.json') => ({
  type: 'aws:cloudformation:stack',
  environment,
  properties: { templateFile },
});
const sound = {
  'manifest.json': {
    artifacts: {
      region: stack('aws://unknown-account/eu-west-1'),
      tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      other: { ...stack('aws://unknown-account/eu-west-1', 'other.json'), type: 'aws:another:kind' },
    },
  },
  'template.json': { Resources: { Queue: { Type: 'AWS::SQS::Queue' } }, Description: 'More than is read' },
  'region.assets.json': {
    files: {
      code: { source: { path: 'asset.code', packaging: 'zip' } },
      template: { source: { path: 'template.json', packaging: 'file' } },
    },
  },
};

/** A folder with these files; a text is written as it is. */
function folderOf(files: Record<string, unknown>): string {
  const made = mkdtempSync(join(folder, 'cdk-'));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(made, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return made;
}

test('an assembly has its stacks with region and template, and the folders of code by hash', () => {
  const made = folderOf(sound);
  assert.deepEqual(readAssembly(made), {
    stacks: [
      {
        name: 'region',
        region: 'eu-west-1',
        template: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: {} } }, Outputs: {} },
      },
    ],
    assets: new Map([['code', join(made, 'asset.code')]]),
  });
});

test('a stack that is for the cloud alone is left out', () => {
  const template = { ...sound['template.json'], Metadata: { [cloudOnly]: true } };
  assert.deepEqual(readAssembly(folderOf({ ...sound, 'template.json': template })).stacks, []);
});

test('a stack that says no region gets the laptop’s own', () => {
  const manifest = { artifacts: { region: stack('aws://unknown-account/unknown-region') } };
  assert.equal(readAssembly(folderOf({ ...sound, 'manifest.json': manifest })).stacks[0]?.region, 'eu-central-1');
});

test('a folder that is not there is explained by its path', () => {
  throwsExplained(() => readAssembly(join(folder, 'nothing')), join(folder, 'nothing', 'manifest.json'));
});

const unsound: [string, Record<string, unknown>, string][] = [
  ['an empty folder', {}, 'manifest.json'],
  ['a manifest that is no JSON', { ...sound, 'manifest.json': 'Hello' }, 'manifest.json'],
  ['a manifest of another kind', { ...sound, 'manifest.json': { name: 'an extension' } }, 'manifest.json'],
  [
    'a template that is not there',
    { ...sound, 'manifest.json': { artifacts: { region: stack('aws://1/eu-west-1', 'gone.json') } } },
    'gone.json',
  ],
  ['a resource without a type', { ...sound, 'template.json': { Resources: { Queue: {} } } }, 'template.json'],
  ['a list of assets in another form', { ...sound, 'region.assets.json': { files: [] } }, 'region.assets.json'],
];

for (const [what, files, file] of unsound) {
  test(`${what} is explained by the file’s path`, () => {
    const made = folderOf(files);
    throwsExplained(() => readAssembly(made), join(made, file), 'no part of a cloud assembly');
  });
}
