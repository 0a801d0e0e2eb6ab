import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { snapshotPaths } from '../../contracts/edge.ts';
import { headers } from '../../contracts/headers.ts';
import { routes } from '../../contracts/routes.ts';

/** What CloudFront keeps snapshots by; `templates/edge` holds its policy against the same two. */
const keyed = ['apiKey', 'voterToken'];
/**
 * Read and no part of the key: CloudFront asks the origin with a tag of its own and never passes on a viewer's; see
 * `OriginRequestPolicy.CORS_S3_ORIGIN`, which sends nothing of this.
 */
const byCloudFront = ['ifNoneMatch'];

const isSnapshot = (path: string) =>
  snapshotPaths.some((pattern) =>
    new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(path.replaceAll(/\{\w+\}/g, 'x')),
  );

/** A file and all that it imports of ours. */
function graphOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file) || !existsSync(file)) return seen;
  seen.add(file);
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export) (?!type)[^;]*?from '(\.[^']+)'/gm,
  )) {
    graphOf(join(dirname(file), path), seen);
  }
  return seen;
}

function entryOf(name: string): string {
  const file = `${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
  const folder = readdirSync('functions').find((candidate) => existsSync(join('functions', candidate, file)));
  return join('functions', folder ?? assert.fail(`${name} has no file`), file);
}

const snapshots = routes.filter(({ method, path }) => method === 'GET' && isSnapshot(path));

for (const { path, function: name } of snapshots) {
  test(`what ${path} reads of a request is part of what its answer is kept by`, () => {
    // What refuses or traces a request beside its answer has headers of its own.
    const files = [...graphOf(entryOf(name))].filter(
      (file) => !/middleware\/(origin-key|trace-request)\.ts$/.test(file),
    );
    const code = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    const read = [...code.matchAll(/headers\??\.?\[(?:headers\.)?['"]?([\w-]+)/g)].map(([, header]) => header ?? '');
    assert.deepEqual(
      read.filter((header) => ![...keyed, ...byCloudFront].includes(header)),
      [],
    );
    // All of them, handed on to who knows whom; the pipeline itself gives them to the two files above.
    assert.deepEqual(
      files.filter(
        (file) =>
          !file.endsWith('middleware/api.ts') &&
          /\bheaders\b(?=[,)} ]).*= event|event\.headers(?!\??\.?\[)/.test(readFileSync(file, 'utf8')),
      ),
      [],
    );
    assert.doesNotMatch(code, /queryStringParameters|rawQueryString|event\.cookies|requestContext\.(http|domainName)/);
  });
}

test('every kept route was looked at, and headers are called what the list calls them', () => {
  assert.ok(snapshots.length >= 5);
  for (const name of [...keyed, ...byCloudFront]) assert.ok(name in headers);
});
