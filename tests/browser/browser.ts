import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Why there is no browser to test with, or null. */
export const browserMissing: string | null = existsSync(CHROMIUM) ? null : `${CHROMIUM} is not installed`;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Opened {
  readonly page: Page;
  /** What went wrong in the page so far: errors on its console, exceptions, requests to another host. */
  readonly problems: readonly string[];
}

export async function open(browser: Browser, url: string, viewport: { readonly width: number; readonly height: number }): Promise<Opened> {
  const context = await browser.newContext({ viewport, colorScheme: viewport.width < 500 ? 'light' : 'dark' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`exception: ${error.message}`));
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) problems.push(`request to ${request.url()}`);
  });
  await page.goto(url);
  return { page, problems };
}

/** Pixels by which the page is wider than its window. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
}
