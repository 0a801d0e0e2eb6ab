import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { everyKind } from '../support/polls.ts';
import { openStudio, violations } from '../support/studio.ts';

let backend: Backend;
let browser: Browser;
let pollId: string;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), openBrowser()]);
  const poll = await backend.workspace.openPoll({ ...everyKind, translations: { de: { title: 'Alles auf einmal' } } });
  pollId = poll.id;
  await backend.workspace.send('POST', '/polls', { body: everyKind });
  await backend.voter.respond(pollId, {
    drink: 'tea',
    leaves: ['green'],
    again: 9,
    grid: { food: 'good', music: 'bad' },
  });
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const places: Record<string, () => string> = {
  list: () => '/',
  new: () => '/new',
  editor: () => `/polls/${pollId}`,
  share: () => `/polls/${pollId}/share`,
  insights: () => `/polls/${pollId}/insights`,
  present: () => `/polls/${pollId}/present`,
  exports: () => `/polls/${pollId}/exports`,
  webhooks: () => '/webhooks',
  keys: () => '/keys',
};
const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

for (const [name, viewport] of Object.entries(screens)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing on any page, and nothing is wider than a ${name}, ${colorScheme}`, async () => {
      const { page, complaints, show, close } = await openStudio(browser, backend, { viewport, colorScheme });
      for (const [place, path] of Object.entries(places)) {
        await show(path());
        // For people who look themselves: SHOTS names a folder.
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${place}-${name}-${colorScheme}.png`, fullPage: true });
        assert.deepEqual(await violations(page), [], place);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${place} is too wide`);
      }
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('API key').waitFor();
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/sign-in-${name}-${colorScheme}.png` });
      assert.deepEqual(await violations(page), [], 'sign-in');
      assert.deepEqual(complaints, []);
      await close();
    });
  }
}
