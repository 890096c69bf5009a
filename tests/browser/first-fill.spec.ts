import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { browserMissing, launchBrowser, open, overflow } from './browser';
import { ROOT, startPlatform } from './platform';
import type { RunningPlatform } from './platform';

const ARTIFACTS = join(ROOT, 'artifacts/browser');
const FILLS = '#fills tbody tr';
const START_MS = 150_000;
const FILL_MS = 90_000;

const describeInBrowser = browserMissing === null ? describe : describe.skip;

describeInBrowser(`the dashboard of a running platform${browserMissing === null ? '' : ` (skipped: ${browserMissing})`}`, () => {
  let platform: RunningPlatform;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    [platform, browser] = await Promise.all([startPlatform('--speed', '600'), launchBrowser()]);
  }, START_MS);

  afterAll(async () => {
    await browser?.close();
    await platform?.stop();
  }, START_MS);

  it(
    'shows a fill that arrives while it is open',
    async () => {
      const { page, problems } = await open(browser, platform.dashboard, { width: 1440, height: 900 });
      await page.evaluate(() => Object.assign(window, { openedOnce: true }));
      await fillArrives(page);
      await page.getByRole('group', { name: 'Last decision' }).waitFor();
      await page.locator('#health').getByText('Executor').waitFor();
      await page.screenshot({ path: join(ARTIFACTS, 'desktop.png') });

      expect(await page.evaluate(() => 'openedOnce' in window)).toBe(true);
      expect(await page.getByRole('group', { name: 'Equity', exact: true }).innerText()).toMatch(/\d/);
      expect(await overflow(page)).toBe(0);
      expect(problems).toEqual([]);
    },
    FILL_MS,
  );

  it(
    'fits a phone and follows there too',
    async () => {
      const { page, problems } = await open(browser, platform.dashboard, { width: 390, height: 844 });
      await fillArrives(page);
      await page.screenshot({ path: join(ARTIFACTS, 'phone.png'), fullPage: true });

      expect(await overflow(page)).toBe(0);
      expect(problems).toEqual([]);
    },
    FILL_MS,
  );

  it(
    'halts and resumes trading with a reason',
    async () => {
      const { page, problems } = await open(browser, platform.dashboard, { width: 1440, height: 900 });
      await changeTrading(page, 'Halt…', 'Halt trading');
      await page.getByText('Trading halted').waitFor();
      await changeTrading(page, 'Resume…', 'Resume trading');
      await page.getByText('Trading active').waitFor();

      expect(problems).toEqual([]);
    },
    FILL_MS,
  );
});

/** The table is loaded, and later it has more rows than it was loaded with. */
async function fillArrives(page: Page): Promise<void> {
  await page.locator(`${FILLS}, #fills .empty:has-text("No fills yet")`).first().waitFor({ timeout: FILL_MS });
  const loaded = await page.locator(FILLS).count();
  await page.waitForFunction(([rows, count]) => document.querySelectorAll(rows).length > count, [FILLS, loaded] as const, {
    timeout: FILL_MS,
  });
}

async function changeTrading(page: Page, button: string, confirm: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByLabel(/^Reason/).fill('trying the switch');
  await page.getByRole('button', { name: confirm }).click();
}
