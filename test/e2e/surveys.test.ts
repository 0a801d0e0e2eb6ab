import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { ExportFormat, ExportView } from '../../contracts/exports.ts';
import { headers } from '../../contracts/headers.ts';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import type { Acceptance } from '../../contracts/response.ts';
import { plainAnswer } from '../../domain/exports/exported-response.ts';
import { inLanes } from '../../domain/tallies/lanes.ts';
import { type Respondent, readResponses } from '../../tools/replay/rows.ts';
import { readInput } from '../../tools/replay/run.ts';
import { Archives } from '../support/archives.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { answeredRow, type Row, sourceRow } from '../support/survey-rows.ts';
import { until } from '../support/until.ts';

/** Rows of each file that are sent, evenly taken from all of it; `npm run prove-surveys` sends every one. */
const most = process.env.SURVEY_ROWS === 'all' ? Number.POSITIVE_INFINITY : 120;
const seconds = 300;

let backend: Backend;
let archives: Archives;
before(async () => {
  backend = await startBackend();
  archives = new Archives(backend);
});
after(async () => {
  archives?.stop();
  await backend?.stop();
});

/** Rows by the ids of their responses. */
type Rows = ReadonlyMap<string, Row>;

async function downloaded(id: string, format: ExportFormat): Promise<string> {
  const { body } = await backend.workspace.send<ExportView>('POST', `/polls/${id}/exports`, { body: { format } });
  const { downloadUrl = '' } = await until(
    async () => (await backend.workspace.send<ExportView>('GET', `/polls/${id}/exports/${body.id}`)).body,
    ({ state }) => state === 'ready',
    seconds,
  );
  return gunzipSync(Buffer.from(await (await fetch(downloadUrl)).arrayBuffer())).toString();
}

/** Sends a row as a new voter; as often as a busy machine breaks the connection. @returns the response's id */
async function respond(id: string, answers: Respondent['answers']): Promise<string> {
  const again = <T>(send: () => Promise<T>) =>
    until(
      () => send().catch(() => undefined),
      (seen) => seen !== undefined,
    );
  const token = await again(() => backend.voter.voterToken(id));
  const given = {
    body: { answers },
    headers: { [headers.voterToken]: token ?? '', [headers.idempotencyKey]: randomUUID() },
  };
  const answer = await again(() => backend.voter.send<Acceptance>('POST', `/polls/${id}/responses`, given));
  assert.equal(answer?.status, 202);
  return answer?.body.responseId ?? '';
}

/** The difference of two whole surveys would fill the screen: the first row that differs says enough. */
function assertSame(seen: Rows, expected: Rows, what: string): void {
  assert.equal(seen.size, expected.size, what);
  for (const [id, row] of expected) assert.deepEqual(seen.get(id), row, `${what}: ${id}`);
}

test('exports, archives and what is restored have every row and cell of the sample surveys', {
  concurrency: 2,
}, async (t) => {
  await Promise.all(['comma-survey', 'star-wars'].map((name) => t.test(name, () => compare(name))));
});

async function compare(name: string): Promise<void> {
  const place = `test/fixtures/surveys/${name}`;
  const files = { source: { mapping: `${place}.mapping.json` }, responses: `${place}.csv`, duplicate: 0 };
  const { survey, table } = readInput(files);
  const { respondents, unmappable } = readResponses(survey, table);
  assert.deepEqual(unmappable, []);
  assert.equal(respondents.length, table.rows.length);
  const step = Math.max(1, Math.ceil(respondents.length / most));
  const sent = respondents.filter((_, index) => index % step === 0);
  const { id } = await backend.workspace.openPoll(survey.poll as PollDefinitionInput);
  const expected = new Map<string, Row>();
  const cellsOf = new Map(table.rows.map(({ number, cells }) => [number, cells]));
  await inLanes(sent, 16, async ({ row, answers }) => {
    expected.set(await respond(id, answers), sourceRow(survey, cellsOf.get(row) ?? []));
  });
  assert.equal(expected.size, sent.length);
  await until(
    () => backend.voter.results(id),
    ({ responses }) => responses === sent.length,
    seconds,
  );
  await backend.workspace.send('POST', `/polls/${id}/close`);
  await archives.closeBefore(id, 40);

  const csv = parse(await downloaded(id, 'csv'), { bom: true, columns: true }) as Record<string, string>[];
  const isOurs = new Set([...expected.values()].flatMap((row) => Object.keys(row)));
  const cells = (row: Record<string, string>) =>
    Object.fromEntries(Object.entries(row).filter(([header]) => isOurs.has(header)));
  const byId = (rows: readonly Record<string, string>[]): Rows =>
    // An id may begin with a hyphen, which a spreadsheet would take for a formula.
    new Map(rows.map((row) => [(row.response_id ?? '').replace(/^'(?=-)/, ''), cells(row)]));
  assertSame(byId(csv), expected, 'CSV');
  const lines = (await downloaded(id, 'jsonl')).trimEnd().split('\n');
  const answered = lines.map((line) => JSON.parse(line));
  const jsonLines = new Map(answered.map((one) => [one.responseId, answeredRow(survey, one.answers)]));
  assertSame(jsonLines, expected, 'JSON Lines');

  const asRow = (answers: object) =>
    answeredRow(
      survey,
      Object.fromEntries(Object.entries(answers).map(([question, answer]) => [question, plainAnswer(answer)])),
    );
  await backend.workspace.send('POST', `/polls/${id}/archive`);
  await archives.reached(id, 'archived', seconds);
  const archived = await archives.archivedOf(id);
  assertSame(new Map(archived.map((one) => [one.responseId, asRow(one.answers)])), expected, 'archive');
  await archives.sweep();
  assert.deepEqual(await archives.storedOf(id), []);
  await backend.workspace.send('POST', `/polls/${id}/restore`);
  await until(
    async () => (await backend.workspace.send('GET', `/polls/${id}/archive`)).status,
    (status) => status === 404,
    seconds,
  );
  const stored = await archives.storedOf(id);
  assertSame(new Map(stored.map(({ i, a }) => [String(i), asRow(a as object)])), expected, 'restored');
  assert.equal(await archives.recount(id), 'equal');
  const once = parse(await downloaded(id, 'csv'), { bom: true, columns: true }) as Record<string, string>[];
  assertSame(byId(once), expected, 'CSV of the restored poll');
}
