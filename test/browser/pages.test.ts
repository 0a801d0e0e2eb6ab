import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { pages } from '../../contracts/pages.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';

let backend: Backend;
let browser: Browser;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), openBrowser()]);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

for (const name of Object.keys(pages)) {
  const path = name === 'index' ? '/' : `/${name}.html`;
  test(`the page ${path} runs under a policy without anything inline, and breaks none of it`, async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const response = await page.goto(backend.runtime.apiUrl + path, { waitUntil: 'networkidle' });
    const policy = response?.headers()['content-security-policy'] ?? '';
    assert.match(policy, /default-src 'self'/);
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/);
    assert.deepEqual(complaints, []);
    await page.close();
  });
}
