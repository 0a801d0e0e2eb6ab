import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { responseMessageSchema } from '../../../contracts/response.ts';
import { mailOrderSchema } from '../../../contracts/webhooks.ts';
import { rowsOf } from './table.ts';

const rows = rowsOf(readFileSync('docs/security/data-map.md', 'utf8'));
const places = rows.map(({ cells }) => /^`(.+)`$/.exec(cells[0] ?? '')?.[1] ?? assert.fail(cells.join()));

/** The names of an interface's own members, as its file has them. */
function membersOf(file: string, name: string): string[] {
  const [, body = ''] =
    new RegExp(`interface ${name}\\b[^{]*\\{\\n([\\s\\S]*?)\\n\\}`).exec(readFileSync(file, 'utf8')) ?? [];
  const members = [...body.matchAll(/^ {2}readonly (\w+)\??:/gm)].map(([, member = '']) => member);
  assert.ok(members.length > 0, `${file} has no ${name}`);
  return members;
}

/** Each type of what is stored or sent of people, and how its places on the map begin. */
const stored: readonly { readonly members: readonly string[]; readonly at: string }[] = [
  { at: 'Responses/response/', members: membersOf('stores/response-item.ts', 'ResponseItem') },
  { at: 'Responses/response/', members: membersOf('stores/response-item.ts', 'Tombstone') },
  { at: 'queue/responses/', members: Object.keys(responseMessageSchema.shape).filter((name) => name !== 'v') },
  {
    at: 'queue/mail/',
    members: mailOrderSchema.def.options.flatMap(({ shape }) => Object.keys(shape).filter((name) => name !== 'v')),
  },
  { at: 'Polls/PERSON/person.', members: membersOf('contracts/people.ts', 'PersonView') },
  { at: 'Polls/INVITATION/invitation.', members: membersOf('contracts/people.ts', 'InvitationView') },
  {
    at: 'Polls/WEBHOOK/webhook.',
    members: [
      ...membersOf('contracts/webhooks.ts', 'WebhookView'),
      ...membersOf('domain/webhooks/webhook.ts', 'Webhook'),
    ],
  },
];

test('every field of what is stored or sent of people is on the data map, and the map has no other', () => {
  for (const at of new Set(stored.map(({ at }) => at))) {
    const members = stored.flatMap((one) => (one.at === at ? one.members : []));
    const mapped = places.filter((place) => place.startsWith(at)).map((place) => place.slice(at.length));
    assert.deepEqual(mapped.sort(), [...new Set(members)].sort(), at);
  }
});

test('every place says what it is, of which kind, why, until when, and how it goes; none is told twice', () => {
  for (const { cells } of rows) {
    assert.equal(cells.length, 6, cells[0]);
    for (const cell of cells) assert.notEqual(cell, '', cells[0]);
    assert.match(cells[2] ?? '', /^(personal|pseudonym|secret|none)(, if .+|, as .+)?$/, cells[0]);
  }
  assert.equal(new Set(places).size, places.length);
});
