import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Where the focus is within the widget, in words. */
export async function focused(page: Page): Promise<string> {
  return String(
    await page.evaluate(`(() => {
      const element = document.querySelector('groundswell-poll')?.shadowRoot?.activeElement;
      if (!element) return '';
      const label = element.getAttribute('aria-label');
      return element.tagName === 'BUTTON'
        ? (label ?? element.textContent)
        : (label ?? element.parentElement?.textContent ?? '');
    })()`),
  );
}

/** Presses Tab until the focus is where it is wanted. */
export async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await focused(page)) === wanted) return;
    await page.keyboard.press('Tab');
  }
  assert.fail(`Tab never came to "${wanted}"`);
}

/** Answers the poll `everyKind` with the keyboard alone, up to the button that submits. */
export async function answerEveryKind(page: Page): Promise<void> {
  const { keyboard } = page;
  await tabTo(page, 'Option tea');
  await keyboard.press('Space');
  await tabTo(page, 'Option black');
  await keyboard.press('Space');
  await tabTo(page, '0');
  for (let point = 0; point < 9; point++) await keyboard.press('ArrowRight');
  for (const name of ['Add Option b', 'Add Option c']) {
    await tabTo(page, name);
    await keyboard.press('Enter');
  }
  assert.equal(await focused(page), 'Move Option c up', 'the focus was lost');
  await keyboard.press('Enter');
  await tabTo(page, 'Option good');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('Space');
  await keyboard.press('ArrowRight');
  await tabTo(page, 'Anything else?');
  await keyboard.type('No <b>more</b>');
  await tabTo(page, 'Submit');
}
