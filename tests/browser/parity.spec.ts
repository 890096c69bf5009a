import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequest, query } from '@libs/client';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser, open, overflow } from './browser';
import { ROOT, startPlatform } from './platform';
import type { RunningPlatform } from './platform';

const ARTIFACTS = join(ROOT, 'artifacts/browser');
const START_MS = 150_000;
const TEST_MS = 90_000;
const FILLS = 4;
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

const describeInBrowser = browserMissing === null ? describe : describe.skip;

describeInBrowser(`parity in the dashboard${browserMissing === null ? '' : ` (skipped: ${browserMissing})`}`, () => {
  let platform: RunningPlatform;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    [platform, browser] = await Promise.all([startPlatform('--speed', '600'), launchBrowser()]);
  }, START_MS);

  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, START_MS);

  const at = (path: string): string => new URL(path, platform.dashboard).href;

  it(
    'measures a deployment that trades and shows where the difference comes from',
    async () => {
      const request = createRequest({ url: at('/graphql') });
      const [deployment] = await request(query.deployments, {});
      const { page, problems } = await open(browser, at(`/parity/${deployment!.id}`), DESK);
      await page.getByText('This deployment was not measured yet').waitFor();
      await page.goto(at('/'));
      await page
        .locator('#fills tbody tr')
        .nth(FILLS - 1)
        .waitFor({ timeout: TEST_MS });
      await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Parity' }).click();
      await page.getByRole('button', { name: /^Measure ema-cross/ }).focus();
      await page.keyboard.press('Enter');
      const row = page.getByRole('table', { name: 'Deployments' }).getByRole('row', { name: /ema-cross/ });
      await row.getByText('Explained').waitFor({ timeout: TEST_MS });
      await page.getByRole('list', { name: 'Money by cause' }).getByRole('listitem').first().waitFor();
      await page.getByRole('table', { name: 'Orders that differ, latest first' }).waitFor();
      expect(await page.locator('#score').innerText()).toMatch(/Replayed\s+identical/);
      expect(await page.title()).toBe('Parity · Plimsoll');
      await shoot(page, 'parity');
      expect(problems).toEqual([]);
    },
    3 * TEST_MS,
  );

  it(
    'fits a phone',
    async () => {
      const { page, problems } = await open(browser, at('/parity'), PHONE);
      await page.getByRole('table', { name: 'Orders that differ, latest first' }).waitFor();
      await shoot(page, 'parity-phone');
      expect(problems).toEqual([]);
    },
    TEST_MS,
  );
});

/** In both colour schemes; nothing is wider than the window in either. */
async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(ARTIFACTS, `${name}-${colorScheme}.png`), fullPage: true });
    expect(await overflow(page)).toBe(0);
  }
}
