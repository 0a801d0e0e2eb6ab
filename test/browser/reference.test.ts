import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { operationNameOf } from '../../contracts/operations/operation.ts';
import { routes } from '../../contracts/routes.ts';
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

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const folder = process.env.SHOTS;

async function openReference(options: Parameters<Browser['newPage']>[0] = {}, hash = ''): Promise<Page> {
  const page = await browser.newPage(options);
  page.on('pageerror', (error) => assert.fail(error.message));
  page.on('console', (message) => assert.notEqual(message.type(), 'error', message.text()));
  await page.goto(`${backend.runtime.apiUrl}/reference.html${hash}`);
  await page.locator('main article').first().waitFor();
  return page;
}

test('every route is there, by its method and path, with its errors', async () => {
  const page = await openReference();
  for (const route of routes) {
    const article = page.locator(`article#${operationNameOf(route)}`);
    assert.equal(await article.locator('.route').textContent(), `${route.method} ${route.path}`);
    assert.match((await article.textContent()) ?? '', /too-many-requests/);
  }
  const submit = (await page.locator('#submitResponse pre').textContent()) ?? '';
  assert.match(submit, /curl -X POST "http:\/\/localhost:\d+\/polls\/\$POLL_ID\/responses"/);
  assert.match(submit, /x-voter-token/);
  await page.close();
});

test('a search leaves the routes that have all its words, and says how many', async () => {
  const page = await openReference();
  await page.getByRole('searchbox', { name: 'Search' }).fill('revoke minute');
  await page.getByText('1 route', { exact: true }).waitFor();
  assert.deepEqual(await page.locator('main article h3 a').allTextContents(), ['Revoke an API key']);
  await page.getByRole('searchbox', { name: 'Search' }).fill('poll-not-open');
  await page.locator('article#submitResponse').waitFor();
  assert.equal(await page.locator('article#listKeys').count(), 0);
  await page.close();
});

test('the keyboard reaches the routes and the schemas, and an address leads to its route', async () => {
  const page = await openReference();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'routes');
  await page.locator('article#createPoll').getByRole('link', { name: 'PollDefinition' }).focus();
  await page.keyboard.press('Enter');
  assert.match(page.url(), /#schema-PollDefinition$/);
  await page.close();
  const linked = await openReference({}, '#deleteKey');
  const top = await linked.locator('#deleteKey').evaluate((element) => element.getBoundingClientRect().top);
  assert.ok(top >= 0 && top < 400, String(top));
  await linked.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [name, viewport] of Object.entries({
    desktop: { width: 1280, height: 900 },
    phone: { width: 390, height: 844 },
  })) {
    test(`axe finds nothing, and nothing is cut off, ${colorScheme} on a ${name}`, async () => {
      const page = await openReference({ colorScheme, viewport });
      // With SHOTS, for people to look at.
      if (folder) await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `${width} px wide`);
      // By the debugger, which the page's policy doesn't bind.
      await page.evaluate(axe);
      const violations = await page.evaluate(
        'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))',
      );
      assert.deepEqual(violations, []);
      await page.close();
    });
  }
}
