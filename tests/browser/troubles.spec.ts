import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRequest, mutation, query } from '@libs/client';
import type { Browser, Locator, Page } from 'playwright-core';
import { browserMissing, launchBrowser, open, overflow } from './browser';
import { ROOT, startPlatform } from './platform';
import type { RunningPlatform } from './platform';

const ARTIFACTS = join(ROOT, 'artifacts/browser');
const START_MS = 150_000;
const NEWS_MS = 60_000;

const describeInBrowser = browserMissing === null ? describe : describe.skip;

describeInBrowser(`the head of the dashboard${browserMissing === null ? '' : ` (skipped: ${browserMissing})`}`, () => {
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
    'names a strategy that broke and leads to it until its fault is dismissed, though it is deployed anew',
    async () => {
      const desktop = await open(browser, platform.dashboard, { width: 1440, height: 900 });
      const phone = await open(browser, platform.dashboard, { width: 390, height: 844 });
      const both = [
        ['desktop', desktop.page],
        ['phone', phone.page],
      ] as const;
      for (const [, page] of both) await page.getByRole('banner').getByText('All well').waitFor({ timeout: NEWS_MS });
      await desktop.page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Exchanges' }).click();
      platform.freezeStrategies();
      for (const [name, page] of both) {
        const link = page.getByRole('banner').getByRole('link', { name: 'ema-cross faulted' });
        await link.waitFor({ timeout: NEWS_MS });
        expect(await page.getByText('All well').count()).toBe(0);
        await page.screenshot({ path: join(ARTIFACTS, `faulted-${name}.png`) });
        expect(await overflow(page)).toBe(0);
        await link.focus();
        await page.keyboard.press('Enter');
        const panel = page.locator('#strategy:focus');
        await panel.getByText('Faulted').waitFor();
        await panel.getByText(/took longer than \d+ ms/).waitFor();
        await page.screenshot({ path: join(ARTIFACTS, `faulted-strategy-${name}.png`) });
        expect(await overflow(page)).toBe(0);
      }
      await deployAgain(platform.dashboard);
      for (const [, page] of both) {
        await others(page).getByText('Running').waitFor({ timeout: NEWS_MS });
        await page.getByRole('banner').getByRole('link', { name: 'ema-cross faulted' }).waitFor();
      }
      await dismiss(desktop.page);
      for (const [, page] of both) await page.getByRole('banner').getByText('All well').waitFor({ timeout: NEWS_MS });
      await desktop.page
        .locator('#strategy')
        .getByText(/^seen; it had faulted in .*took longer than \d+ ms/)
        .waitFor();
      for (const [, page] of both) {
        await others(page).getByRole('link', { name: 'ema-cross' }).click();
        await page.locator('#strategy:focus').getByRole('button', { name: 'Stop…' }).waitFor();
        await page.reload();
        await page.locator('#strategy').getByRole('button', { name: 'Stop…' }).waitFor();
      }
      const panel = phone.page.locator('#strategy');
      await panel.getByRole('button', { name: 'Stop…' }).click();
      await phone.page
        .getByRole('dialog', { name: 'Stop ema-cross' })
        .getByLabel(/^Reason/)
        .fill('enough');
      await phone.page.getByRole('button', { name: 'Stop strategy' }).click();
      for (const [, page] of both) await page.locator('#strategy > header').getByText('Stopped').waitFor({ timeout: NEWS_MS });
      await panel.getByText(/^enough/).waitFor();
      expect(await panel.getByRole('button', { name: 'Stop…' }).count()).toBe(0);
      expect([...desktop.problems, ...phone.problems]).toEqual([]);
    },
    4 * NEWS_MS,
  );
});

/** The strategies beside the one that is shown. */
function others(page: Page): Locator {
  return page.getByRole('region', { name: 'Others on this account' });
}

/** By keyboard alone. */
async function dismiss(page: Page): Promise<void> {
  await page.locator('#strategy').getByRole('button', { name: 'Dismiss fault…' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Dismiss the fault of ema-cross' }).waitFor();
  await page.screenshot({ path: join(ARTIFACTS, 'dismiss-fault.png') });
  expect(await overflow(page)).toBe(0);
  await page.keyboard.type('seen');
  await page.keyboard.press('Enter');
}

/** The strategy that is there once more, on the same market. */
async function deployAgain(dashboard: string): Promise<void> {
  const request = createRequest({ url: new URL('/graphql', dashboard).href });
  const [{ accountId, strategy, params } = none()] = await request(query.deployments, {});
  const deployed = await request(mutation.deploy, { input: { accountId, strategy, params, idempotencyKey: 'again' } });
  expect(['Deployment', 'Pending']).toContain(deployed.__typename);
}

function none(): never {
  throw new Error('Nothing is deployed');
}
