import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { type EmbeddingSite, startEmbeddingSite } from '../support/embedding-site.ts';
import { everyKind } from '../support/polls.ts';
import { openStudio, violations } from '../support/studio.ts';
import { until } from '../support/until.ts';
import { answerEveryKind } from '../support/widget-keyboard.ts';

let backend: Backend;
let browser: Browser;
let site: EmbeddingSite;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), openBrowser()]);
  site = await startEmbeddingSite(backend.runtime.apiUrl);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await backend?.stop();
});

const phone = { viewport: { width: 390, height: 844 } };
const shots = process.env.SHOTS;

async function shoot(page: Page, name: string): Promise<void> {
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `journey-${name}.png`) });
}

test('a poll goes from the studio into a page, is answered by keyboard and offline, and counts live', async (context) => {
  const studio = await openStudio(browser, backend);
  const desk = studio.page;
  await studio.show('/new');
  await desk.getByLabel('or paste it here').fill(JSON.stringify(everyKind));
  await desk.getByRole('button', { name: 'Import', exact: true }).click();
  await desk.waitForURL(/#\/polls\/[0-9A-Z]{26}$/);
  const id = desk.url().split('/').at(-1) ?? '';
  await desk.getByRole('button', { name: 'Open now' }).click();
  await desk.getByRole('button', { name: 'Close', exact: true }).waitFor();
  await desk.getByRole('link', { name: 'Share' }).click();
  const snippet = await desk.getByRole('textbox', { name: 'With a script' }).inputValue();
  await shoot(desk, 'share');

  const address = site.page('/poll', `<h1>A page of somebody else</h1>${snippet}`);
  const viewer = await (await browser.newContext(phone)).newPage();
  await viewer.goto(address);
  await viewer.getByRole('button', { name: 'Results' }).click();
  await viewer.getByText('Answers: 0').first().waitFor();

  const voter = await (await browser.newContext(phone)).newPage();
  await voter.goto(address);
  await voter.getByText('Option tea').waitFor();
  await answerEveryKind(voter);
  await shoot(voter, 'answered');
  await voter.context().setOffline(true);
  await voter.keyboard.press('Enter');
  await voter.getByText('Your answer is kept').waitFor();
  await shoot(voter, 'offline');
  assert.equal((await backend.workspace.results(id)).responses, 0);
  await voter.context().setOffline(false);
  await voter.getByText('Your answer counts').waitFor();
  const countedAt = performance.now();
  await viewer.getByText('100% · 1').first().waitFor();
  context.diagnostic(`bars moved ${Math.round(performance.now() - countedAt)} ms after the voter was told`);
  await shoot(viewer, 'results');
  assert.deepEqual(await violations(viewer), []);

  await desk.getByRole('link', { name: 'Exports' }).click();
  await desk.getByRole('button', { name: 'CSV, for spreadsheets' }).click();
  await desk.getByRole('button', { name: 'Download' }).waitFor({ timeout: 60_000 });
  await shoot(desk, 'exports');
  assert.deepEqual(await violations(desk), []);
  const results = await until(
    () => backend.workspace.results(id),
    ({ responses }) => responses === 1,
  );
  assert.equal(results.responses, 1);
  assert.deepEqual(studio.complaints, []);
});
