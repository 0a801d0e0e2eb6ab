import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { seedKey } from '../../local/seed.ts';
import type { Backend } from './backend.ts';
import { until } from './until.ts';

const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

/** The studio in a tab of its own, signed in. */
export interface Studio {
  readonly page: Page;
  /** What the console complained about, but for answers of the API that are no success. */
  readonly complaints: readonly string[];
  /** Shows a page by the part of its address after `#`. */
  show(path: string): Promise<void>;
  close(): Promise<void>;
}

export interface StudioOptions {
  readonly viewport?: { width: number; height: number };
  readonly colorScheme?: 'light' | 'dark';
}

export async function openStudio(browser: Browser, backend: Backend, options: StudioOptions = {}): Promise<Studio> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${backend.runtime.apiUrl}/#key=${await seedKey(backend.runtime)}`);
  await page.getByRole('heading', { name: 'Polls', level: 1 }).waitFor();
  return {
    page,
    complaints,
    async show(path) {
      // From elsewhere, so that the page before can't be taken for this one; the session stays.
      await page.goto('about:blank');
      await page.goto(`${backend.runtime.apiUrl}/#${path}`);
      await page.locator('h1').waitFor();
      await until(
        () => page.locator('.loading').count(),
        (loading) => loading === 0,
        60,
      );
    },
    close: () => context.close(),
  };
}

/** What axe finds wrong in a page as it stands: the rule and an element. */
export async function violations(page: Page): Promise<unknown> {
  await page.evaluate(axe);
  return await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary]))',
  );
}
