import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Locator } from 'playwright-core';
import type { PollView } from '../../contracts/poll.ts';
import { type Backend, startBackend } from '../support/backend.ts';
import { openBrowser } from '../support/browser.ts';
import { everyKind } from '../support/polls.ts';
import { openStudio, type Studio } from '../support/studio.ts';

let backend: Backend;
let browser: Browser;
let studio: Studio;
before(async () => {
  [backend, browser] = await Promise.all([startBackend(), openBrowser()]);
  studio = await openStudio(browser, backend);
});
after(async () => {
  await browser?.close();
  await backend?.stop();
});

const read = async (id: string) => (await backend.workspace.send<PollView>('GET', `/polls/${id}`)).body;
const create = async (changes = {}) =>
  (await backend.workspace.send<PollView>('POST', '/polls', { body: { ...everyKind, ...changes } })).body;
const button = (name: string | RegExp, within: Locator | Studio['page'] = studio.page) =>
  within.getByRole('button', { name, exact: true });
const card = (index: number) => studio.page.locator('.questions > li').nth(index);
async function save() {
  await button('Save').click();
  await studio.page.getByText('Saved.', { exact: true }).waitFor();
}

test('a poll of all six kinds is made by hand, and the API has it as it was made', async () => {
  const { page, show, complaints } = studio;
  await show('/new');
  await button(/^From scratch/).click();
  await page.getByLabel('Title', { exact: true }).fill('By <b>hand</b>');
  await page.getByLabel('Description').fill('In words');
  for (const kind of ['Several choices', 'Rating', 'Ranking', 'Matrix', 'Text']) await button(kind).click();
  for (const index of [0, 1, 2, 3, 4, 5]) {
    await card(index)
      .getByLabel('Question', { exact: true })
      .fill(`Title ${index + 1}`);
  }
  for (const index of [0, 1, 3]) {
    await card(index).getByLabel('Option 1', { exact: true }).fill('First');
    await card(index).getByLabel('Option 2', { exact: true }).fill('Second');
  }
  await button('Add option', card(1)).click();
  await card(1).getByLabel('Option 3', { exact: true }).fill('Third');
  await card(1).getByLabel('At most').fill('2');
  await card(2).getByLabel('Net Promoter Score').check();
  await card(3).getByLabel('Options to rank at least').fill('1');
  for (const part of ['Row', 'Column']) {
    for (const number of [1, 2])
      await card(4).getByLabel(`${part} ${number}`, { exact: true }).fill(`${part} ${number}`);
  }
  await card(4).getByLabel('Every row must be answered').uncheck();
  await card(5).getByLabel('Most characters').fill('40');
  await card(5).getByLabel('May be skipped').check();
  await button('Create poll').click();
  await page.waitForURL(/#\/polls\/[0-9A-Z]{26}$/);
  const id = page.url().split('/').at(-1) ?? '';
  const options = [
    { id: 'o1', label: 'First' },
    { id: 'o2', label: 'Second' },
  ];
  const { title, description, questions } = await read(id);
  assert.deepEqual({ title, description }, { title: 'By <b>hand</b>', description: 'In words' });
  const base = (number: number) => ({ id: `q${number}`, title: `Title ${number}`, optional: false });
  assert.deepEqual(questions, [
    { ...base(1), kind: 'single', options },
    { ...base(2), kind: 'multiple', options: [...options, { id: 'o3', label: 'Third' }], minChoices: 1, maxChoices: 2 },
    { ...base(3), kind: 'rating', min: 0, max: 10, nps: true },
    { ...base(4), kind: 'ranking', options, minRanked: 1 },
    {
      ...base(5),
      kind: 'matrix',
      rows: ['r1', 'r2'].map((row, index) => ({ id: row, label: `Row ${index + 1}` })),
      columns: ['c1', 'c2'].map((column, index) => ({ id: column, label: `Column ${index + 1}` })),
      allRows: false,
    },
    { ...base(6), kind: 'text', optional: true, maxLength: 40 },
  ]);
  await page.getByRole('heading', { name: 'By <b>hand</b>', level: 1 }).waitFor();
  assert.deepEqual(complaints, []);
});

test('questions and options are put in another order by the keyboard, and the focus goes with them', async () => {
  const poll = await create({ questions: everyKind.questions.filter(({ showIf }) => !showIf) });
  await studio.show(`/polls/${poll.id}`);
  await button('Move question 1 down').focus();
  await studio.page.keyboard.press('Enter');
  await studio.page.locator(':focus').and(button('Move question 2 down')).waitFor();
  await studio.page.keyboard.press('Enter');
  await button('Move option 3 up', card(2)).focus();
  await studio.page.keyboard.press('Enter');
  await save();
  const { questions } = await read(poll.id);
  assert.deepEqual(
    questions.map(({ id }) => id),
    ['again', 'order', 'drink', 'grid', 'words'],
  );
  const drink = questions[2];
  assert.ok(drink?.kind === 'single');
  assert.deepEqual(
    drink.options.map(({ id }) => id),
    ['tea', 'constructor', 'coffee'],
  );
});

test('questions are put in another order by dragging', async () => {
  const poll = await create({ questions: everyKind.questions.filter(({ showIf }) => !showIf) });
  const { page, show } = studio;
  // Both are in view, as nothing scrolls while the mouse is down.
  await page.setViewportSize({ width: 1280, height: 1600 });
  await show(`/polls/${poll.id}`);
  const [to, from] = await Promise.all([0, 1].map((index) => card(index).locator('header .grip').boundingBox()));
  assert.ok(from && to);
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(to.x + 5, to.y + 5, { steps: 5 });
  await page.mouse.up();
  await save();
  assert.deepEqual(
    (await read(poll.id)).questions.slice(0, 2).map(({ id }) => id),
    ['again', 'drink'],
  );
});

test('a question shows for an earlier answer only, and texts speak another language', async () => {
  const { page, show } = studio;
  const poll = await create();
  await show(`/polls/${poll.id}`);
  await card(5).locator('summary').click();
  await button('Add condition', card(5)).click();
  await card(5).getByLabel('The answer to').selectOption('again');
  await card(5).getByRole('checkbox', { name: '9', exact: true }).check();
  await page.getByRole('tab', { name: 'Translations' }).click();
  await page.getByLabel('Another language').fill('de');
  await button('Add language').click();
  await page.getByLabel('Tea or coffee?').fill('Tee oder Kaffee?');
  await page.getByLabel('Language of the preview').selectOption('de');
  await page.locator('.preview').getByText('Tee oder Kaffee?').waitFor();
  await save();
  const { questions, translations } = await read(poll.id);
  assert.deepEqual(questions[5]?.showIf, [{ question: 'again', anyOf: [9] }]);
  assert.deepEqual(translations, { de: { 'drink.title': 'Tee oder Kaffee?' } });
});

test('who was outrun by somebody else keeps both changes', async () => {
  const { page, show } = studio;
  const poll = await create();
  await show(`/polls/${poll.id}`);
  await page.getByLabel('Title', { exact: true }).fill('Mine');
  const theirs = { body: { description: 'Theirs' }, headers: { 'if-match': `"${poll.version}"` } };
  assert.equal((await backend.workspace.send('PATCH', `/polls/${poll.id}`, theirs)).status, 200);
  await button('Save').click();
  await page.getByText('Somebody else has changed this poll').waitFor();
  await button('Keep mine').click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  const { title, description } = await read(poll.id);
  assert.deepEqual({ title, description }, { title: 'Mine', description: 'Theirs' });
});

test('what the API refuses is said at its field, and unsaved changes are guarded', async () => {
  const { page, show } = studio;
  const poll = await create();
  await show(`/polls/${poll.id}`);
  await card(2).getByLabel('To', { exact: true }).fill('7');
  await button('Save').click();
  await page.getByText('Some fields need another look').waitFor();
  await page.locator('.notice').getByText('asks for a scale from 0 to 10').waitFor();
  await page.getByLabel('Title', { exact: true }).fill('');
  await button('Save').click();
  await page.locator('input[aria-invalid=true]').first().waitFor();
  await page.getByRole('link', { name: 'API keys' }).click();
  await page.getByRole('dialog').getByText('Leave without saving?').waitFor();
  await button('Cancel').click();
  assert.match(page.url(), new RegExp(`#/polls/${poll.id}$`));
  await page.getByRole('link', { name: 'API keys' }).click();
  await button('Leave').click();
  await page.getByRole('heading', { name: 'API keys', level: 1 }).waitFor();
});

test('a poll is opened, shared, shown on a stage, closed and deleted', async () => {
  const { page, show, complaints } = studio;
  const poll = await create();
  await show(`/polls/${poll.id}`);
  await button('Open now').click();
  await page.locator('.badge.open').waitFor();
  await page.getByRole('link', { name: 'Share' }).click();
  const link = `${backend.runtime.apiUrl}/embed.html?poll=${poll.id}`;
  assert.equal(await page.getByLabel('Link', { exact: true }).inputValue(), link);
  assert.match(
    await page.getByRole('textbox', { name: 'With a script' }).inputValue(),
    new RegExp(`<groundswell-poll poll="${poll.id}">`),
  );
  assert.ok((await page.getByRole('textbox', { name: 'In a frame' }).inputValue()).includes(`src="${link}"`));
  await page.getByRole('img', { name: `QR code of ${link}` }).waitFor();

  await show(`/polls/${poll.id}/present`);
  await backend.voter.respond(poll.id, { drink: 'tea', leaves: ['green'] });
  await page.getByText('100% · 1').waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Which leaves?' }).waitFor();

  await show(`/polls/${poll.id}`);
  await button('Close').click();
  await button('Close poll').click();
  await button('Closing…').waitFor();
  await page.locator('.badge.closed').waitFor();
  await button('Delete').click();
  await button('Delete poll').click();
  await page.getByRole('heading', { name: 'Polls', level: 1 }).waitFor();
  assert.equal((await backend.workspace.send('GET', `/polls/${poll.id}`)).status, 404);
  assert.deepEqual(complaints, []);
});

test('a definition is imported, and its faults are named', async () => {
  const { page, show } = studio;
  await show('/new');
  await page.getByLabel('or paste it here').fill(JSON.stringify({ ...everyKind, title: '' }));
  await button('Import').click();
  await page.getByRole('alert').getByText('/title').waitFor();
  await page.getByLabel('or paste it here').fill(JSON.stringify({ ...everyKind, title: 'Imported' }));
  await button('Import').click();
  await page.getByRole('heading', { name: 'Imported', level: 1 }).waitFor();
});

test('a key that is not valid leads back to the sign-in', async () => {
  const page = await browser.newPage();
  await page.goto(`${backend.runtime.apiUrl}/#key=wrong`);
  await page.getByText('Your key is not valid').waitFor();
  assert.doesNotMatch(page.url(), /key=/);
  await page.close();
});
