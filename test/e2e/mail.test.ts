import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WorkspaceView } from '../../contracts/webhooks.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { mailsOf } from '../support/outbox.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';

let backend: Backend;
before(async () => {
  backend = await startBackend();
});
after(() => backend.stop());

// Line ends are refused in a title: unit/domain/letters has those.
const hostile = 'Tea & "cake"? <img src=x onerror=alert(1)> Bcc: everyone@example.com';

test('a poll that closes is summed up by mail to the workspace’s contact, whatever its texts hold', async () => {
  const { workspace, voter, runtime } = backend;
  const contactEmail = 'owner@example.com';
  await workspace.send('PATCH', '/workspace', { body: { contactEmail } });
  const { body } = await workspace.send<WorkspaceView>('GET', '/workspace');
  assert.deepEqual(body, { contactEmail });
  const { id } = await workspace.openPoll({ ...everyKind, title: hostile });
  for (const drink of ['tea', 'tea', 'coffee']) await voter.respond(id, { drink });
  await until(
    () => voter.results(id),
    ({ responses }) => responses === 3,
  );
  await workspace.send('POST', `/polls/${id}/close`);
  const mails = await until(
    () => mailsOf(runtime.apiUrl),
    ({ length }) => length > 0,
  );
  const [mail] = mails;
  assert.ok(mail);
  assert.equal(mail.subject, `Closed: ${hostile}`);
  assert.match(mail.headers, /^To: owner@example\.com$/m);
  assert.doesNotMatch(mail.headers, /^Bcc:/m);
  assert.ok(mail.text.includes(`“${hostile}” has closed with 3 responses.`));
  assert.match(mail.text, /Tea or coffee\?\n\n {2}Answers: 3\n {2}Option tea: 2\n {2}Option coffee: 1/);
  assert.ok(mail.html.includes('Tea &amp; &quot;cake&quot;? &lt;img src=x onerror=alert(1)&gt; Bcc:'));
  assert.doesNotMatch(mail.html, /<img/);
  const files = readdirSync(join(backend.folder, 'outbox'));
  assert.equal(files.length, mails.length);
});

test('nobody gets mail once the contact is taken away', async () => {
  await backend.workspace.send('PATCH', '/workspace', { body: { contactEmail: null } });
  assert.deepEqual((await backend.workspace.send<WorkspaceView>('GET', '/workspace')).body, {});
});

test('the outbox is there to look at only, and holds nothing but its mails', async () => {
  const { apiUrl } = backend.runtime;
  assert.equal((await fetch(`${apiUrl}/_local/outbox`, { method: 'DELETE' })).status, 405);
  assert.equal((await fetch(`${apiUrl}/_local/outbox/..%2Flogs`)).status, 404);
});
