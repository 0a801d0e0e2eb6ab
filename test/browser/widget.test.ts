import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { PollDefinitionInput } from '../../contracts/poll.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { type EmbeddingSite, startEmbeddingSite } from '../support/embedding-site.ts';
import { everyKind } from '../support/polls.ts';
import { until } from '../support/until.ts';
import { answerEveryKind, focused } from '../support/widget-keyboard.ts';

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

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let pages = 0;

/** A page of somebody else with one widget in it. */
async function open(
  poll: string,
  given: { attributes?: string; headers?: Record<string, string>; context?: BrowserContextOptions; body?: string } = {},
): Promise<Page> {
  const context = await browser.newContext({ bypassCSP: given.headers === undefined, ...given.context });
  const page = await context.newPage();
  const { attributes = '', body = '', headers } = given;
  const element = `<groundswell-poll poll="${poll}" ${attributes}></groundswell-poll>`;
  await page.goto(site.page(`/page-${pages++}`, element + body, headers));
  return page;
}

const oneQuestion: PollDefinitionInput = {
  title: 'Lunch',
  questions: [
    {
      id: 'q',
      kind: 'single',
      title: 'What shall we eat?',
      options: [
        { id: 'a', label: 'Soup' },
        { id: 'b', label: 'Salad' },
      ],
    },
  ],
};

const responses = (poll: string) => async () => (await backend.workspace.results(poll)).responses;
const submit = (page: Page) => page.getByRole('button', { name: 'Submit' });
const status = (page: Page) => page.locator('groundswell-poll').getByRole('status');

test('all six kinds are answered with the keyboard alone', async () => {
  const poll = await backend.workspace.openPoll(everyKind);
  const page = await open(poll.id);
  const { keyboard } = page;
  await page.getByText('Option tea').waitFor();
  assert.equal(await page.getByText('Which leaves?').isVisible(), false, 'a branch shows before it is due');
  await answerEveryKind(page);
  await keyboard.press('Enter');
  const { questions } = await until(
    () => backend.workspace.results(poll.id),
    (seen) => seen.responses === 1,
  );
  const counts = (id: string) => {
    const result = questions[id];
    return result && 'counts' in result ? Object.entries(result.counts).filter(([, count]) => count > 0) : [];
  };
  assert.deepEqual(counts('drink'), [['tea', 1]]);
  assert.deepEqual(counts('leaves'), [['black', 1]]);
  assert.deepEqual(counts('again'), [['9', 1]]);
  assert.equal(questions.words?.respondents, 1);
  const [order, grid] = [questions.order, questions.grid];
  assert.ok(order?.kind === 'ranking' && order.firstChoices.c === 1, JSON.stringify(order));
  assert.ok(grid?.kind === 'matrix', JSON.stringify(grid));
  assert.deepEqual([grid.rows.food?.good, grid.rows.music?.bad], [1, 1]);
  await page.context().close();
});

test('bars move in a second page, with their numbers as text', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const viewer = await open(poll.id);
  await viewer.getByRole('button', { name: 'Results' }).click();
  await viewer.getByText('Answers: 0').first().waitFor();
  const width = () =>
    viewer
      .locator('.bar')
      .first()
      .evaluate((bar) => bar.getBoundingClientRect().width);
  assert.equal(await width(), 0);
  const voter = await open(poll.id);
  await voter.getByText('Soup').click();
  await submit(voter).click();
  await viewer.getByText('100% · 1').waitFor();
  await until(width, (seen) => seen > 100);
  await voter.getByText('Your answer counts').waitFor();
  await viewer.context().close();
  await voter.context().close();
});

test('a vote that goes offline half-way and is reloaded counts once', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const page = await open(poll.id);
  const { url } = { url: page.url() };
  await page.getByText('Soup').click();
  await page.context().setOffline(true);
  await submit(page).click();
  await page.getByText('Your answer is kept').waitFor();
  await page.close();
  await page.context().setOffline(false);
  assert.equal(await responses(poll.id)(), 0);
  const again = await page.context().newPage();
  await again.goto(url);
  await again.getByText('Your answer counts').waitFor();
  await until(responses(poll.id), (count) => count === 1);
  await again.reload();
  await again.getByText('You have answered').waitFor();
  assert.equal(await responses(poll.id)(), 1);
  await page.context().close();
});

test('an answer whose 202 got lost is sent again, and counts once', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const page = await open(poll.id);
  let sent = 0;
  await page.route('**/responses', async (route) => {
    if (route.request().method() === 'POST' && sent++ === 0) {
      await route.fetch();
      await route.abort('connectionreset');
    } else await route.continue();
  });
  await page.getByText('Soup').click();
  await submit(page).click();
  await page.getByText('Your answer counts').waitFor();
  assert.equal(sent, 2);
  await until(responses(poll.id), (count) => count === 1);
  await page.context().close();
});

test('markup and scripts in every text show as text', async () => {
  const evil = (name: string) => `<img src=x onerror=alert(1)><script>alert(2)</script>${name}`;
  const option = (id: string) => ({ id, label: evil(id) });
  const base = { optional: true } as const;
  const poll = await backend.workspace.openPoll({
    title: evil('title'),
    description: evil('description'),
    questions: [
      { ...base, id: 's', kind: 'single', title: evil('s'), options: [option('s1')] },
      { ...base, id: 'm', kind: 'multiple', title: evil('m'), options: [option('m1')] },
      { ...base, id: 'r', kind: 'rating', title: evil('r'), min: 1, max: 5 },
      { ...base, id: 'k', kind: 'ranking', title: evil('k'), options: [option('k1'), option('k2')] },
      { ...base, id: 'x', kind: 'matrix', title: evil('x'), rows: [option('x1')], columns: [option('x2')] },
      { ...base, id: 't', kind: 'text', title: evil('t') },
    ],
  });
  const page = await open(poll.id);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.getByRole('button', { name: 'Results' }).click();
  await page.getByText('Answers: 0').first().waitFor();
  for (const name of ['title', 'description', 's', 's1', 'm1', 'k2', 'x1', 'x2', 't']) {
    await page.getByText(evil(name), { exact: true }).first().waitFor();
  }
  assert.equal(await page.locator('groundswell-poll').locator('img, script').count(), 0);
  assert.deepEqual(dialogs, []);
  await page.context().close();
});

test('axe finds nothing in any state, light and dark, from either side', async () => {
  const poll = await backend.workspace.openPoll({
    ...everyKind,
    translations: { ar: { title: 'كل شيء' } },
    policy: { changes: 'replace' },
  });
  const violations = async (page: Page, state: string) => {
    await page.addScriptTag({ content: axe });
    await until(
      () => page.evaluate(() => document.getAnimations().length),
      (running) => running === 0,
    );
    const found = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: { run(where: string): Promise<{ violations: object[] }> } };
      return (await axe.run('main')).violations;
    });
    assert.deepEqual(found, [], `${state}: ${JSON.stringify(found).slice(0, 1_500)}`);
  };
  for (const theme of ['light', 'dark'] as const) {
    for (const lang of ['en', 'ar']) {
      const attributes = `theme="${theme}" lang="${lang}"`;
      const page = await open(poll.id, { attributes, context: { colorScheme: theme } });
      await page.locator('.option').first().waitFor();
      await violations(page, `${attributes} form`);
      await page.locator('.primary').click();
      await page.locator('.error:not(:empty)').first().waitFor();
      await violations(page, `${attributes} errors`);
      await page.locator('input[value=tea]').check();
      await page.locator('input[value=green]').check();
      await page.locator('.add').first().click();
      await page.locator('.add:visible').first().click();
      await violations(page, `${attributes} filled`);
      await page.locator('.primary').click();
      await page.locator('.results').waitFor();
      await page.locator('.status.good').waitFor();
      await violations(page, `${attributes} results`);
      await page.context().close();
    }
  }
});

test('it runs under a strict policy, with no cookie and no request to anybody else', async () => {
  const api = new URL(backend.runtime.apiUrl).origin;
  const poll = await backend.workspace.openPoll(oneQuestion);
  const policy = `default-src 'none'; script-src ${api}; connect-src ${api} ws:; img-src data:`;
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  const asked = new Set<string>();
  page.on('console', (message) => {
    // The browser itself reports what the API refused, such as a live channel that isn't there.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => asked.add(new URL(request.url()).origin));
  const body = `<groundswell-poll poll="${poll.id}"></groundswell-poll>`;
  await page.goto(site.page('/strict', body, { 'content-security-policy': policy }));
  await page.getByText('Soup').click();
  await submit(page).click();
  await page.getByText('100% · 1').waitFor();
  assert.deepEqual(complaints, []);
  asked.delete('null');
  assert.deepEqual([...asked].sort(), [api, site.origin].sort());
  assert.deepEqual(await context.cookies(), []);
  await context.close();
});

test('a rule that an answer breaks is said as it happens, and the focus goes to it', async () => {
  const poll = await backend.workspace.openPoll(everyKind);
  const page = await open(poll.id);
  await page.locator('textarea').fill('a'.repeat(21));
  await page.getByText('At most 20.').first().waitFor();
  await submit(page).click();
  await page.getByText('Please answer this question.').first().waitFor();
  assert.equal(await focused(page), 'Option tea');
  assert.equal(await responses(poll.id)(), 0);
  await page.context().close();
});

test('one question at a time, with branches, back and forth', async () => {
  const poll = await backend.workspace.openPoll(everyKind);
  const page = await open(poll.id, { attributes: 'one-at-a-time' });
  await page.getByText('Option coffee').click();
  await page.getByText('1 / 5').waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Would you recommend it?').waitFor();
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText('Option tea').click();
  await page.getByText('1 / 6').waitFor();
  await page.context().close();
});

test('who may not see results is told so, until the vote counts', async () => {
  const poll = await backend.workspace.openPoll({ ...oneQuestion, policy: { results: 'after-voting' } });
  const page = await open(poll.id);
  await page.getByText('Salad').click();
  assert.equal(await page.getByRole('button', { name: 'Results' }).count(), 0);
  await submit(page).click();
  await page.getByText('100% · 1').waitFor();
  const never = await backend.workspace.openPoll({ ...oneQuestion, policy: { results: 'never' } });
  const other = await open(never.id);
  await other.getByText('Salad').click();
  await submit(other).click();
  await other.getByText('aren’t visible').waitFor();
  await page.context().close();
  await other.context().close();
});

test('a poll that is not open or has closed says so; an unknown one says that it can’t be loaded', async () => {
  const draft = await backend.workspace.send<{ id: string }>('POST', '/polls', { body: oneQuestion });
  const page = await open(draft.body.id);
  await page.getByText('hasn’t opened yet').waitFor();
  await page.context().close();
  const poll = await backend.workspace.openPoll(oneQuestion);
  await backend.workspace.send('POST', `/polls/${poll.id}/close`);
  await until(
    async () => (await backend.voter.results(poll.id)).state,
    (state) => state === 'closed',
  );
  const closed = await open(poll.id);
  await closed.getByText('This poll is closed.').waitFor();
  await closed.getByText('Answers: 0').first().waitFor();
  await closed.context().close();
  const none = await open('01JHKZ5Y2N8Q4V6X7W9B3C5D1E');
  await none.getByText('can’t be loaded').waitFor();
  await none.context().close();
});

test('a popup waits for its trigger, closes by Escape, and doesn’t come back too soon', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const attributes = 'mode="popup" show-at-scroll="50%" at-most-every="7d"';
  const page = await open(poll.id, { attributes, body: '<svg height="5000"></svg>' });
  await page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { seen });
    for (const name of ['shown', 'answered', 'submitted', 'confirmed', 'closed', 'results']) {
      document.addEventListener(`groundswell:${name}`, () => seen.push(name));
    }
  });
  const dialog = page.getByRole('dialog', { name: 'Lunch' });
  assert.equal(await dialog.count(), 0);
  await page.evaluate(() => scrollTo(0, 3_000));
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  // The browser tells of the closing a moment after it.
  const seen = await until(
    () => page.evaluate(() => (globalThis as unknown as { seen: string[] }).seen),
    (names) => names.length >= 2,
  );
  assert.deepEqual(seen, ['shown', 'closed']);
  await page.reload();
  await page.evaluate(() => scrollTo(0, 3_000));
  await page.locator('groundswell-poll').waitFor({ state: 'attached' });
  assert.equal(await dialog.count(), 0);
  await page.context().close();
});

test('it shows on chosen paths, devices and languages, and to a share of visitors', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const cases: Record<string, boolean> = {
    'on-paths="/page-*"': true,
    'on-paths="/shop/*, /basket"': false,
    'on-devices="desktop"': true,
    'on-devices="phone,tablet"': false,
    'on-languages="de, en"': true,
    'on-languages="de"': false,
    'share="1"': true,
    'share="0"': false,
  };
  for (const [attributes, shows] of Object.entries(cases)) {
    // The second widget tells when the first has had its chance.
    const body = `<groundswell-poll poll="${poll.id}" id="always"></groundswell-poll>`;
    const page = await open(poll.id, { attributes, body, context: { locale: 'en-US' } });
    await page.locator('#always').getByText('Soup').waitFor();
    await until(
      () => page.locator('groundswell-poll').first().getByText('Soup').count(),
      (count) => count === (shows ? 1 : 0),
    );
    await page.context().close();
  }
});

test('it speaks the visitor’s language where it can', async () => {
  const poll = await backend.workspace.openPoll({
    ...oneQuestion,
    translations: { de: { title: 'Mittagessen', 'q.options.a': 'Suppe' }, ja: { title: '昼食' } },
  });
  const german = await open(poll.id, { context: { locale: 'de-AT' } });
  await german.getByText('Suppe').waitFor();
  await german.getByRole('button', { name: 'Absenden' }).waitFor();
  const english = german.getByText('Salad');
  assert.equal(await english.getAttribute('lang'), 'en', 'what isn’t translated says its language');
  await german.context().close();
  const japanese = await open(poll.id, { attributes: 'lang="ja"' });
  await japanese.getByText('昼食').waitFor();
  await japanese.context().close();
  const arabic = await open(poll.id, { attributes: 'lang="ar"' });
  await arabic.getByRole('button', { name: 'إرسال' }).waitFor();
  assert.equal(await arabic.locator('.card').getAttribute('dir'), 'rtl');
  await arabic.context().close();
});

test('a frame shows the poll, and tells the page how high it is', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const page = await browser.newPage();
  const source = `${backend.runtime.apiUrl}/embed.html?poll=${poll.id}&lang=fr&theme=dark`;
  await page.goto(site.page('/frame', `<iframe title="A poll" src="${source}"></iframe>`));
  const height = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener('message', ({ data }) => {
          if (data.type === 'groundswell:height' && data.height > 100) resolve(data.height);
        });
      }),
  );
  const frame = page.frameLocator('iframe');
  await frame.getByText('Soup').click();
  await frame.getByRole('button', { name: 'Envoyer' }).click();
  await frame.getByText('Votre réponse compte').waitFor();
  assert.ok((await height) > 100);
  await until(responses(poll.id), (count) => count === 1);
  await page.close();
});

test('status messages are in a live region from the start', async () => {
  const poll = await backend.workspace.openPoll(oneQuestion);
  const page = await open(poll.id);
  await page.getByText('Soup').waitFor();
  assert.equal(await status(page).count(), 1);
  await page.context().close();
});
