import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../contracts/limits.ts';
import { attachPictures } from '../../../domain/media/attach.ts';
import type { Upload } from '../../../domain/media/upload.ts';
import { createPoll } from '../../../domain/polls/edit.ts';
import { Problem } from '../../../domain/problem.ts';
import { definition, noon } from '../../support/polls.ts';

/** The id of a picture, by a number. */
const idOf = (number: number) => `01JHKZ5Y2N8Q4V6X7W9B3C${String(number).padStart(4, '0')}`;

function upload(id: string, outcome?: Upload['outcome']): Upload {
  const more = outcome === undefined ? {} : { outcome };
  return { id, workspaceId: 'acme', createdAt: '', contentType: 'image/png', bytes: 1, ...more };
}

const picture = { hash: 'abc', width: 100, height: 50 };
/** Uploads of one workspace, and what was asked for. */
function storeOf(...uploads: readonly Upload[]) {
  const asked: string[][] = [];
  return {
    asked,
    getAll: async (workspaceId: string, ids: readonly string[]) => {
      asked.push([...ids]);
      return uploads.filter((one) => one.workspaceId === workspaceId && ids.includes(one.id));
    },
  };
}

function pollOf(media: string | undefined, ...options: readonly string[]) {
  const question = {
    id: 'q',
    kind: 'single' as const,
    title: 'Which?',
    options: [
      { id: 'none', label: 'None' },
      ...options.map((id, index) => ({ id: `o${index}`, label: 'One', media: id })),
    ],
  };
  const changes = { questions: [question], ...(media === undefined ? {} : { media }) };
  return createPoll({ definition: definition(changes), id: 'p', workspaceId: 'acme', now: noon });
}

const places = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => assert.fail('it was taken'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Problem && error.code === 'invalid-content', String(error));
  return error.fieldErrors.map(({ pointer }) => pointer);
};

test('a poll carries the pictures that it and its options name, each looked up once', async () => {
  const store = storeOf(upload(idOf(1), { state: 'ready', picture }), upload(idOf(2), { state: 'ready', picture }));
  const poll = await attachPictures(pollOf(idOf(1), idOf(2), idOf(1)), store);
  assert.deepEqual(poll.pictures, { [idOf(1)]: picture, [idOf(2)]: picture });
  assert.deepEqual(store.asked, [[idOf(1), idOf(2)]]);
});

test('names each picture that is unknown, pending, refused or another workspace’s', async () => {
  const store = storeOf(
    upload(idOf(1)),
    upload(idOf(2), { state: 'refused', reason: 'broken' }),
    { ...upload(idOf(3), { state: 'ready', picture }), workspaceId: 'others' },
    upload(idOf(4), { state: 'ready', picture }),
  );
  assert.deepEqual(await places(attachPictures(pollOf(idOf(0), idOf(1), idOf(2), idOf(3), idOf(4)), store)), [
    '/media',
    ...[1, 2, 3].map((option) => `/questions/0/options/${option}/media`),
  ]);
});

test('what a poll shows already is not asked for again, and what it shows no more is dropped', async () => {
  const shown = { ...pollOf(undefined, idOf(1)), pictures: { [idOf(1)]: picture, [idOf(9)]: picture } };
  const store = storeOf();
  assert.deepEqual((await attachPictures(shown, store)).pictures, { [idOf(1)]: picture });
  const { pictures } = await attachPictures({ ...pollOf(undefined), pictures: { [idOf(9)]: picture } }, store);
  assert.equal(pictures, undefined);
  assert.deepEqual(store.asked, []);
});

test('a poll shows no more different pictures than one read can find', async () => {
  const ids = Array.from({ length: limits.mediaPerPoll + 1 }, (_, index) => idOf(index));
  const halves = [ids.slice(0, 51), ids.slice(51)];
  const questions = halves.map((half, index) => ({
    id: `q${index}`,
    kind: 'single' as const,
    title: 'Which?',
    optional: false,
    options: half.map((media, place) => ({ id: `o${place}`, label: 'One', media })),
  }));
  assert.deepEqual(await places(attachPictures({ ...pollOf(undefined), questions }, storeOf())), ['/questions']);
});
