import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Debian's package puts it, and what `CHROMIUM` says instead. */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/**
 * A real browser.
 * @throws Error that says how to get one
 */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(executablePath)) {
    throw new Error(
      `There is no ${executablePath}: install Debian's package "chromium", or set CHROMIUM to a browser.`,
    );
  }
  // Its own sandbox asks for rights that a container doesn't give.
  return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
