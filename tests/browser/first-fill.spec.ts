import { join } from 'node:path';
import { createRequest, mutation, query } from '@libs/client';
import type { Page } from 'playwright-core';
import { overflow } from './browser';
import { ARTIFACTS, describeOnPlatform } from './stage';

const FILLS = '#fills tbody tr';
const FILL_MS = 90_000;

describeOnPlatform('the dashboard of a running platform', 600, (stage) => {
  it(
    'shows a fill that arrives while it is open',
    async () => {
      const { page, problems } = await stage.open('/', { width: 1440, height: 900 });
      await page.evaluate(() => Object.assign(window, { openedOnce: true }));
      await fillArrives(page);
      await page.getByRole('group', { name: 'Last decision' }).waitFor();
      await page.locator('#health .component', { hasText: 'executor' }).waitFor();
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
      const { page, problems } = await stage.open('/', { width: 390, height: 844 });
      await fillArrives(page);
      await page.screenshot({ path: join(ARTIFACTS, 'phone.png'), fullPage: true });

      expect(await overflow(page)).toBe(0);
      expect(problems).toEqual([]);
    },
    FILL_MS,
  );

  it(
    'goes from page to page with keys, back, and straight to an address',
    async () => {
      for (const [name, viewport] of [
        ['desktop', { width: 1440, height: 900 }],
        ['phone', { width: 390, height: 844 }],
      ] as const) {
        const { page, problems } = await stage.open('/', viewport);
        await page.evaluate(() => Object.assign(window, { openedOnce: true }));
        const cut = await page.locator('.page-nav').evaluate((nav) => nav.scrollWidth - nav.clientWidth);
        expect(cut).toBe(0);
        await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Exchanges' }).focus();
        await page.keyboard.press('Enter');
        await page.getByRole('table', { name: 'Exchanges' }).getByText('ccxt:kraken', { exact: true }).waitFor();
        expect(new URL(page.url()).pathname).toBe('/exchanges');
        expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
        expect(await page.title()).toBe('Exchanges · Plimsoll');
        await page.screenshot({ path: join(ARTIFACTS, `exchanges-${name}.png`) });
        expect(await overflow(page)).toBe(0);

        await page.goBack();
        await page.getByRole('group', { name: 'Equity', exact: true }).waitFor();
        expect(await page.evaluate(() => 'openedOnce' in window)).toBe(true);
        await page.goto(stage.at('/nowhere/at/all'));
        await page.getByRole('heading', { name: 'There is no page at /nowhere/at/all' }).waitFor();
        await page.getByRole('link', { name: 'Show the account' }).click();
        await page.getByRole('group', { name: 'Equity', exact: true }).waitFor();
        expect(problems).toEqual([]);
      }
    },
    FILL_MS,
  );

  it(
    'shows how each feed does, on a desk and on a phone, reached by keyboard',
    async () => {
      for (const [name, viewport] of [
        ['desktop', { width: 1440, height: 900 }],
        ['phone', { width: 390, height: 844 }],
      ] as const) {
        const { page, problems } = await stage.open('/', viewport);
        const quote = page.locator('#feeds tbody tr', { hasText: 'quote' });
        await quote.getByText('Well').waitFor({ timeout: FILL_MS });
        expect(await quote.innerText()).toMatch(/\d\d?.\d\d %/);
        await page.locator('#orders .older, #orders .table-scroll').last().focus();
        // An order that is open just then has a button, and takes the focus away with it when it goes.
        do await page.keyboard.press('Tab');
        while (await page.evaluate(() => document.activeElement?.matches('body, #orders *')));
        expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Market data feeds');
        await page.locator('#feeds').screenshot({ path: join(ARTIFACTS, `feeds-${name}.png`) });
        expect(await overflow(page)).toBe(0);
        expect(problems).toEqual([]);
      }
    },
    FILL_MS,
  );

  it(
    'loses no fill and shows none twice when the api dies',
    async () => {
      const { page } = await stage.open('/', { width: 1440, height: 900 });
      await fillArrives(page);
      stage.platform.kill('api');
      await page.getByText('Reconnecting to the platform').waitFor();
      await page.getByText('All well').waitFor({ timeout: FILL_MS });
      await fillArrives(page);
      const known = await fillsOf(stage.platform.dashboard);
      await page.waitForFunction((ids) => ids.every((id) => document.querySelector(`#fills tr[data-id="${id}"]`)), known);

      const shown = await page.locator(FILLS).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-id')));
      expect(new Set(shown).size).toBe(shown.length);
    },
    3 * FILL_MS,
  );

  it(
    'says which data is not trusted, why and since when, while the market is away',
    async () => {
      const desktop = await stage.open('/', { width: 1440, height: 900 });
      const phone = await stage.open('/', { width: 390, height: 844 });
      const both = [
        ['desktop', desktop.page],
        ['phone', phone.page],
      ] as const;
      await buyByHand(stage.at('/graphql'));
      for (const [, page] of both) {
        await page.locator('#price').getByText('Data trusted').waitFor({ timeout: FILL_MS });
        await page.getByRole('region', { name: 'Held by hand' }).waitFor({ timeout: FILL_MS });
        expect(await page.locator('#positions .doubted').count()).toBe(0);
      }
      // Held still rather than killed, since the launcher starts it again within seconds, which slow pages would miss.
      stage.platform.freeze('exchange-simulator');
      await Promise.all(both.map(([name, page]) => saysStale(page, name)));
      stage.platform.kill('exchange-simulator');
      for (const [, page] of both) {
        await page.locator('#price').getByText('Data trusted').waitFor({ timeout: FILL_MS });
        expect(await page.getByRole('status', { name: 'Data trust' }).innerText()).toBe('');
        await page.getByRole('group', { name: 'Equity', exact: true }).waitFor({ timeout: FILL_MS });
      }
      expect([...desktop.problems, ...phone.problems]).toEqual([]);
    },
    3 * FILL_MS,
  );

  it(
    'halts and resumes trading with a reason',
    async () => {
      const { page, problems } = await stage.open('/', { width: 1440, height: 900 });
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

/** The banner says it, and the worth that was known last is told as such, with no profit of the position. */
async function saysStale(page: Page, name: string): Promise<void> {
  const banner = page.getByRole('status', { name: 'Data trust' });
  await banner.getByText(/nothing fresh came, since/).waitFor({ timeout: FILL_MS });
  await page.locator('#price').getByText('Data not trusted: stale').waitFor();
  await page.locator('#positions .doubted').getByText('not trusted: stale').waitFor();
  await page.getByRole('group', { name: 'Equity, last known' }).waitFor();
  expect(await page.locator('#positions').getByText('%').count()).toBe(0);
  await page.screenshot({ path: join(ARTIFACTS, `untrusted-${name}.png`) });
  expect(await overflow(page)).toBe(0);
}

async function buyByHand(url: string): Promise<void> {
  const request = createRequest({ url });
  const [account] = await request(query.accounts, {});
  const input = { accountId: account!.id, symbol: 'BTC/USDT:USDT', side: 'BUY', type: 'MARKET', quantity: '0.01' } as const;
  expect((await request(mutation.placeOrder, { input })).__typename).toBe('Order');
}

/** The newest fills, as many as the page loads. */
async function fillsOf(dashboard: string): Promise<readonly string[]> {
  const request = createRequest({ url: new URL('/graphql', dashboard).href });
  const [account] = await request(query.accounts, {});
  if (!account) throw new Error('The platform has no account');
  const { items } = await request(query.fills, { accountId: account.id, first: 200 });
  return items.map(({ executionId }) => executionId);
}

async function changeTrading(page: Page, button: string, confirm: string): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await page.getByLabel(/^Reason/).fill('trying the switch');
  await page.getByRole('button', { name: confirm }).click();
}
