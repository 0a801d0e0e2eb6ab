import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type PageName, pages } from '../../contracts/pages.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { everyKind } from '../support/polls.ts';
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

/** Where each page is, and what stands on it when it is complete. */
const shown: Readonly<Record<PageName, { path: (poll: string) => string; text: string }>> = {
  index: { path: () => '/', text: 'Sign in' },
  embed: { path: (poll) => `/embed.html?poll=${poll}`, text: 'Option tea' },
  reference: { path: () => '/reference.html', text: 'Create a poll' },
};

for (const name of Object.keys(pages) as PageName[]) {
  test(`the page ${name} keeps to a policy without anything inline, and axe finds nothing`, async () => {
    const poll = await backend.workspace.openPoll(everyKind);
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const { path, text } = shown[name];
    const response = await page.goto(backend.runtime.apiUrl + path(poll.id));
    await page.getByText(text).first().waitFor();
    const policy = response?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
    assert.deepEqual(complaints, []);
    assert.deepEqual(await violations(page), []);
    await page.close();
  });
}
