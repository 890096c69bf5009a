import { join } from 'node:path';
import { createRequest, mutation, query } from '@libs/client';
import type { Page } from 'playwright-core';
import { ARTIFACTS, DESK, PHONE, describeOnPlatform, shoot } from './stage';
import { overflow } from './browser';

const WAIT_MS = 60_000;
const SYMBOL = 'BTC/USDT:USDT';

/** A bid far below the market. */
async function bid(dashboard: string, price: string): Promise<string> {
  const request = createRequest({ url: new URL('/graphql', dashboard).href });
  const [account] = await request(query.accounts, {});
  const input = { accountId: account!.id, symbol: SYMBOL, side: 'BUY', type: 'LIMIT', quantity: '0.01', price } as const;
  for (;;) {
    const placed = await request(mutation.placeOrder, { input });
    // A market that was watched a moment ago has no price yet.
    if (placed.__typename === 'Order') return placed.clientOrderId;
    if (placed.__typename !== 'Refused') throw new Error(JSON.stringify(placed));
  }
}

/** Presses a button by keyboard alone. */
async function press(page: Page, name: RegExp): Promise<void> {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
}

describeOnPlatform('the orders on the dashboard', 1, (stage) => {
  it(
    'are amended and cancelled where they are open, by keyboard alone',
    async () => {
      const id = await bid(stage.platform.dashboard, '50000');
      const { page, problems } = await stage.open('/', DESK);
      const row = page.locator(`#orders tr[data-id="${id}"]`);
      await row.getByText('Open', { exact: true }).waitFor({ timeout: WAIT_MS });
      await shoot(page, 'orders');

      await press(page, /^Amend buy 0.01 BTC\/USDT:USDT at 50000/);
      const amending = page.getByRole('dialog', { name: 'Amend this order' });
      await amending.getByText('0 of 0.01').waitFor();
      expect(await amending.getByRole('button', { name: 'Amend order' }).isDisabled()).toBe(true);
      expect(await amending.getByLabel('Price').evaluate((field) => field === document.activeElement)).toBe(true);
      for (const [place, viewport] of [['desktop', DESK] as const, ['phone', PHONE] as const]) {
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await page.screenshot({ path: join(ARTIFACTS, `amend-order-${place}-${colorScheme}.png`) });
          expect(await overflow(page)).toBe(0);
        }
      }
      await page.setViewportSize(DESK);
      await amending.getByLabel('Price').fill('50000.03');
      await page.keyboard.press('Enter');
      await amending
        .getByRole('alert')
        .getByText(/tick size/i)
        .waitFor({ timeout: WAIT_MS });
      await amending.getByLabel('Price').fill('51000');
      await page.keyboard.press('Enter');
      await amending.waitFor({ state: 'detached', timeout: WAIT_MS });
      await page.locator('#orders:focus').waitFor();
      await page.getByRole('status').getByText('the amendment was sent').waitFor();
      await row.getByText('51,000').waitFor({ timeout: WAIT_MS });
      await row.getByText('Open', { exact: true }).waitFor({ timeout: WAIT_MS });

      await press(page, /^Cancel buy 0.01 BTC\/USDT:USDT at 51000/);
      const cancelling = page.getByRole('dialog', { name: 'Cancel this order?' });
      await cancelling.waitFor();
      await page.keyboard.press('Escape');
      await cancelling.waitFor({ state: 'detached' });
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toMatch(/^Cancel buy/);
      await page.keyboard.press('Enter');
      await cancelling.waitFor();
      for (const [place, viewport] of [['desktop', DESK] as const, ['phone', PHONE] as const]) {
        await page.setViewportSize(viewport);
        await page.screenshot({ path: join(ARTIFACTS, `cancel-order-${place}.png`) });
        expect(await overflow(page)).toBe(0);
      }
      await page.setViewportSize(DESK);
      await cancelling.getByRole('button', { name: 'Cancel order' }).click();
      await cancelling.waitFor({ state: 'detached', timeout: WAIT_MS });
      await row.getByText('Canceled', { exact: true }).waitFor({ timeout: WAIT_MS });
      expect(await row.getByRole('button').count()).toBe(0);
      expect(problems).toEqual([]);
    },
    4 * WAIT_MS,
  );

  it(
    'say what became of an order that ended while somebody was about to cancel it, and of an api that does not answer',
    async () => {
      const id = await bid(stage.platform.dashboard, '50500');
      const { page } = await stage.open('/', PHONE);
      const row = page.locator(`#orders tr[data-id="${id}"]`);
      await row.getByText('Open', { exact: true }).waitFor({ timeout: WAIT_MS });
      await row.getByRole('button', { name: /^Cancel/ }).click();
      const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
      await dialog.waitFor();
      await page.route('**/graphql', (route) => route.abort());
      await dialog.getByRole('button', { name: 'Cancel order' }).click();
      await dialog.getByRole('alert').getByText('Sending again is safe').waitFor({ timeout: WAIT_MS });
      await page.screenshot({ path: join(ARTIFACTS, 'cancel-order-unreachable.png') });
      await page.unroute('**/graphql');

      const request = createRequest({ url: stage.at('/graphql') });
      const [account] = await request(query.accounts, {});
      await request(mutation.cancelOrder, { accountId: account!.id, clientOrderId: id });
      await dialog.getByText('The order is canceled by now').waitFor({ timeout: WAIT_MS });
      expect(await dialog.getByRole('button', { name: 'Cancel order' }).isDisabled()).toBe(true);
      expect(await dialog.getByText('Sending again is safe').count()).toBe(0);
      await page.screenshot({ path: join(ARTIFACTS, 'cancel-order-too-late.png') });
    },
    3 * WAIT_MS,
  );
});
