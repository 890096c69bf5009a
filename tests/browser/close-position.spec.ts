import { createRequest, mutation, query } from '@libs/client';
import type { Position, Request } from '@libs/client';
import { overflow } from './browser';
import { DESK, PHONE, describeOnPlatform, shoot } from './stage';

const WAIT_MS = 60_000;

async function holding(request: Request): Promise<Position | undefined> {
  const [account] = await request(query.accounts, {});
  const shares = await request(query.positions, { accountId: account!.id, byDeployment: true });
  return shares.find(({ quantity }) => Number(quantity) !== 0);
}

/** Stops the strategy of the demo while it holds something. */
async function stopHolding(request: Request): Promise<Position> {
  for (;;) {
    const held = await holding(request);
    if (!held) continue;
    await request(mutation.stopDeployment, { id: held.deploymentId!, reason: 'enough' });
    const left = await holding(request);
    if (!left) throw new Error('it closed its position just then');
    return left;
  }
}

async function buyByHand(request: Request): Promise<{ readonly accountId: string; readonly symbol: string }> {
  const [{ accountId, symbol } = none()] = await request(query.deployments, {});
  const input = { accountId, symbol, side: 'BUY', type: 'MARKET', quantity: '0.01' } as const;
  const placed = await request(mutation.placeOrder, { input });
  expect(['Order', 'Pending']).toContain(placed.__typename);
  return { accountId, symbol };
}

/** One that decides once a day, so that it leaves the market alone. */
async function deployAnother(request: Request): Promise<void> {
  const [{ accountId, strategy, params, symbol } = none()] = await request(query.deployments, {});
  const input = { accountId, strategy, params: { ...(params as object), symbol, interval: '1d' }, idempotencyKey: 'another' };
  const deployed = await request(mutation.deploy, { input });
  expect(['Deployment', 'Pending']).toContain(deployed.__typename);
}

function none(): never {
  throw new Error('Nothing is deployed');
}

describeOnPlatform('the position of a strategy that was stopped', 120, (stage) => {
  it(
    'is closed on the dashboard by keyboard alone, while another strategy runs',
    async () => {
      const request = createRequest({ url: new URL('/graphql', stage.platform.dashboard).href });
      const { symbol } = await stopHolding(request);
      await deployAnother(request);
      const { page, problems } = await stage.open('/', DESK);
      const panel = page.getByRole('region', { name: 'Others on this account' });
      await panel.getByText('Stopped', { exact: true }).waitFor({ timeout: WAIT_MS });
      await shoot(page, 'close-position');
      await panel.getByRole('button', { name: `Close ${symbol} of ema-cross…` }).focus();
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: new RegExp(`^Close ${symbol}`) });
      await dialog.waitFor();
      for (const viewport of [PHONE, DESK]) {
        await page.setViewportSize(viewport);
        expect(await overflow(page)).toBe(0);
      }
      await dialog.getByRole('button', { name: 'Close position' }).focus();
      await page.keyboard.press('Enter');
      await dialog.waitFor({ state: 'detached', timeout: WAIT_MS });
      await page.locator('#positions').getByText('flat').waitFor({ timeout: WAIT_MS });
      await panel.waitFor({ state: 'detached', timeout: WAIT_MS });
      expect(await holding(request)).toBeUndefined();
      expect(problems).toEqual([]);
    },
    4 * WAIT_MS,
  );

  it(
    'is told what it is worth, and closed on a phone too, where it was bought by hand',
    async () => {
      const request = createRequest({ url: new URL('/graphql', stage.platform.dashboard).href });
      const { accountId, symbol } = await buyByHand(request);
      const { page, problems } = await stage.open('/', PHONE);
      const held = page.getByRole('region', { name: 'Held by hand' });
      await held.getByText('Long 0.010').waitFor({ timeout: WAIT_MS });
      const row = page.locator('#positions tbody tr', { hasText: symbol });
      await row.locator('[data-label="Mark"] time').waitFor({ timeout: WAIT_MS });
      // Money, and percent of the entry value.
      expect(await row.locator('[data-label="Unrealised"]').innerText()).toMatch(/\d\.\d\d\s+[▲▼]?[-+]?\d+\.\d\d%$/);
      await shoot(page, 'held-by-hand');
      await page.setViewportSize(PHONE);
      await held.getByRole('button', { name: `Close ${symbol} held by hand…` }).click();
      const dialog = page.getByRole('dialog', { name: `Close ${symbol} held by hand` });
      await dialog.getByRole('button', { name: 'Close position' }).click();
      await dialog.waitFor({ state: 'detached', timeout: WAIT_MS });
      await held.waitFor({ state: 'detached', timeout: WAIT_MS });
      const shares = await request(query.positions, { accountId, byDeployment: true });
      expect(shares.filter(({ quantity }) => quantity === '0.01')).toEqual([]);
      expect(problems).toEqual([]);
    },
    3 * WAIT_MS,
  );
});
