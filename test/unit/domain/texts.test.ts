import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newKeySchema } from '../../../contracts/keys.ts';
import { newUploadSchema } from '../../../contracts/media.ts';
import { pollDefinitionSchema } from '../../../contracts/poll.ts';
import { voterSchema } from '../../../contracts/response.ts';
import { newWebhookSchema } from '../../../contracts/webhooks.ts';
import { checkAnswers } from '../../../domain/responses/check-answers.ts';
import { everyKind, openPollOf } from '../../support/polls.ts';
import { problemOf } from '../../support/problems.ts';

const options = [{ id: 'a', label: 'A' }];
const question = { id: 'q', kind: 'single', title: 'Q', options } as const;

/** Whether each text that a workspace writes for people to read is taken. */
const places: Readonly<Record<string, (text: string) => boolean>> = {
  title: (title) => pollDefinitionSchema.safeParse({ ...everyKind, title }).success,
  'a question': (title) => pollDefinitionSchema.safeParse({ title: 'T', questions: [{ ...question, title }] }).success,
  'an option': (label) =>
    pollDefinitionSchema.safeParse({ title: 'T', questions: [{ ...question, options: [{ id: 'a', label }] }] }).success,
  description: (description) => pollDefinitionSchema.safeParse({ ...everyKind, description }).success,
  translation: (title) => pollDefinitionSchema.safeParse({ ...everyKind, translations: { de: { title } } }).success,
  'a key’s name': (name) => newKeySchema.safeParse({ name, scopes: ['polls:read'] }).success,
  'a webhook': (description) =>
    newWebhookSchema.safeParse({ url: 'https://x.example', events: ['poll.opened'], description }).success,
  'a picture’s name': (name) => newUploadSchema.safeParse({ contentType: 'image/png', bytes: 1, name }).success,
};

const refused: Readonly<Record<string, string>> = {
  NUL: 'a\u0000b',
  'an escape of terminals': '\u001b[31mred',
  'a control character of the second row': 'a\u0085b',
  'an override of the reading direction': 'invoice\u202efdp.exe',
  'an isolate that nobody closes': '\u2067open',
  'half a surrogate pair': 'a\ud800',
};

for (const [place, takes] of Object.entries(places)) {
  for (const [what, text] of Object.entries(refused)) {
    test(`${what} is refused in ${place}`, () => assert.equal(takes(text), false));
  }
  test(`every language is welcome in ${place}`, () => {
    for (const text of ['Grüße', 'שלום\u200f!', '日本語', '👩‍👩‍👧', 'क्षि', 'a\u200db']) assert.ok(takes(text), text);
  });
}

test('only texts of several lines have line ends', () => {
  const { title, description, translation } = places;
  assert.equal(title?.('one\r\nBcc: all@example.com'), false);
  assert.equal(title?.('one\u2028two'), false);
  assert.ok(description?.('one\ntwo\tthree') && translation?.('one\ntwo'));
});

test('the same letters are the same text, however they were composed', () => {
  const { title } = pollDefinitionSchema.parse({ ...everyKind, title: 'Cafe\u0301' });
  assert.equal(title, 'Caf\u00e9');
  const poll = openPollOf();
  const { answers, metadata } = checkAnswers(poll, {
    answers: { drink: 'tea', words: 'Cafe\u0301' },
    metadata: { customer: 'e\u0301' },
  });
  assert.deepEqual(answers.words, { t: 'Caf\u00e9' });
  assert.equal(metadata.customer, '\u00e9');
});

test('a voter writes what a keyboard can, in any direction', () => {
  const poll = openPollOf();
  const vote = (words: string) => checkAnswers(poll, { answers: { drink: 'tea', words } }).answers.words;
  assert.deepEqual(vote('one\ntwo \u202eback'), { t: 'one\ntwo \u202eback' });
  for (const text of ['a\u0000', '\u001b[2J', '\u0007']) problemOf('invalid-content', () => vote(text));
  for (const customer of ['a\u0000', 'b\ud800']) {
    problemOf('invalid-content', () => checkAnswers(poll, { answers: { drink: 'tea' }, metadata: { customer } }));
  }
});

test('two voters whose names are no Unicode are not one voter', () => {
  assert.equal(voterSchema.safeParse({ voter: '\ud800' }).success, false);
  assert.ok(voterSchema.safeParse({ voter: 'ann@example.com' }).success);
});
