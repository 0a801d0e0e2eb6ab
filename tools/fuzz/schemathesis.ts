import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { headers } from '../../contracts/headers.ts';
import { openApiPath } from '../../contracts/pages.ts';

const version = '4.32.5';
const folder = resolve('.groundswell', 'schemathesis', version);

/**
 * Not asked for: that whatever fits the schemas is taken (which time comes first, no schema says), and that a method of no
 * route is 405, which API Gateway answers with 404.
 */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** @returns the command's path, installed if need be. @throws Error that says what a person can do */
export async function installed(): Promise<string> {
  const given = process.env.SCHEMATHESIS;
  if (given) return given;
  const command = join(folder, 'bin', 'st');
  if (existsSync(command)) return command;
  const run = promisify(execFile);
  try {
    await run('python3', ['-m', 'venv', folder]);
    await run(join(folder, 'bin', 'pip'), ['install', '--quiet', `schemathesis==${version}`]);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Error(
      `schemathesis ${version} can't be installed from PyPI (${why}). Install it from a mirror and name its command as SCHEMATHESIS, or leave it out with --without-schemathesis.`,
    );
  }
  return command;
}

/** @returns what it says in the end where it found something; undefined where it found nothing */
export async function runSchemathesis(
  command: string,
  given: { url: string; key: string; operations: number; requests: number; seed: number },
): Promise<string | undefined> {
  const examples = Math.max(1, Math.ceil(given.requests / given.operations));
  const child = spawn(
    command,
    [
      ...['run', given.url + openApiPath, '--url', given.url],
      ...['--header', `${headers.apiKey}: ${given.key}`],
      ...['--checks', checks.join(','), '--phases', 'coverage,fuzzing,stateful'],
      ...['--max-examples', String(examples), '--seed', String(given.seed)],
      ...['--workers', '4', '--continue-on-failure', '--request-timeout', '40'],
      ...['--generation-database', 'none', '--suppress-health-check', 'all', '--no-color', '--warnings', 'off'],
      // It would revoke the very key that it shows.
      ...['--exclude-path-regex', '^/keys/'],
    ],
    // It leaves files of its own where it runs.
    { cwd: resolve('.groundswell'), stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [words, [exitCode]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (exitCode === 0) return undefined;
  const at = words.indexOf('= FAILURES =');
  return at < 0 ? words.slice(-4_000) : words.slice(at, at + 20_000);
}
