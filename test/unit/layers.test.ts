import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';

/** What the rules of the build say of a project that has only these files. */
function verdict(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'groundswell-layers-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const folders = [...new Set(Object.keys(files).map((path) => path.split('/')[0] ?? ''))];
  const options = ['--config', resolve('.dependency-cruiser.mjs'), '--output-type', 'err'];
  const { stdout } = spawnSync(resolve('node_modules/.bin/depcruise'), [...options, ...folders], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return stdout;
}

test('a domain that imports the AWS SDK does not pass', (t) => {
  const words = verdict(t, { 'domain/planted.ts': "import '@aws-sdk/client-dynamodb';\n" });
  assert.match(words, /error domain-is-pure: domain\/planted\.ts → .*@aws-sdk\/client-dynamodb/);
});

test('a service that imports another’s handler does not pass', (t) => {
  const words = verdict(t, {
    'functions/polls/planted.ts': "import '../responses/handler.ts';\n",
    'functions/responses/handler.ts': 'export const handler = () => undefined;\n',
  });
  assert.match(words, /error services-stay-apart: functions\/polls\/planted\.ts → functions\/responses\/handler\.ts/);
});

test('a service that imports its own neighbour passes', (t) => {
  const words = verdict(t, {
    'functions/polls/handler.ts': "import './neighbour.ts';\n",
    'functions/polls/neighbour.ts': 'export const one = 1;\n',
  });
  assert.match(words, /no dependency violations found/);
});
