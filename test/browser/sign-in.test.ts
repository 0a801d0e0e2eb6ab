import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { NewInvitation } from '../../contracts/people.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { violations } from '../support/studio.ts';

let backend: Backend;
let browser: Browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

async function signInAs(page: Page, email: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in by e-mail' }).click();
  await page.getByLabel('E-mail').fill(email);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

test('who follows an invitation signs in and is in the workspace; who has none makes one', async () => {
  const { apiUrl } = backend.runtime;
  const { title } = await backend.workspace.openPoll({
    title: 'A poll of those who invite',
    questions: [{ id: 'q', kind: 'text', title: 'Why?' }],
  });
  const { body } = await backend.workspace.send<NewInvitation>('POST', '/workspace/invitations', {
    body: { email: 'guest@example.com', role: 'viewer' },
  });
  const link = `${apiUrl}/#invitation=${body.token}`;

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await signInAs(stranger, 'stranger@example.com');
  await stranger.getByText('This invitation is over, or is for another address').waitFor();
  await signInAs(stranger, 'stranger@example.com');
  await stranger.getByRole('button', { name: 'Make a workspace' }).waitFor();
  assert.deepEqual(await violations(stranger), []);
  await stranger.getByRole('button', { name: 'Make a workspace' }).click();
  await stranger.getByRole('button', { name: 'Sign out' }).waitFor();
  assert.equal(await stranger.getByText(title).count(), 0);
  await stranger.close();

  const guest = await browser.newPage();
  await guest.goto(link);
  await guest.getByText('You are invited to a workspace.').waitFor();
  assert.equal(new URL(guest.url()).hash, '', 'nobody sees the token');
  await signInAs(guest, 'guest@example.com');
  await guest.getByText(title).waitFor();
  await guest.close();
});
