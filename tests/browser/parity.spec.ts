import { createRequest, query } from '@libs/client';
import { formatAmount } from '../../apps/dashboard/src/format/amount';
import type { StoredParityReport } from '../../apps/dashboard/src/state/parity';
import { DESK, describeOnPlatform, shoot } from './stage';

const TEST_MS = 90_000;
const FILLS = 4;

describeOnPlatform('parity in the dashboard', 600, (stage) => {
  it(
    'measures a deployment that trades and shows where the difference comes from',
    async () => {
      const request = createRequest({ url: stage.at('/graphql') });
      const [deployment] = await request(query.deployments, {});
      const { page, problems } = await stage.open(`/parity/${deployment!.id}`, DESK);
      await page.getByText('This deployment has not been measured yet').waitFor();
      await page.goto(stage.at('/'));
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
      await page.getByRole('list', { name: 'What is equal' }).getByText('identical', { exact: true }).waitFor();
      expect(await page.title()).toBe('Parity · Plimsoll');
      await shoot(page, 'parity');
      expect(problems).toEqual([]);
    },
    3 * TEST_MS,
  );

  it(
    'shows the money of the newest measurement of a session',
    async () => {
      const request = createRequest({ url: stage.at('/graphql') });
      const [deployment] = await request(query.deployments, {});
      const { id: deploymentId } = deployment!;
      const { page } = await stage.open(`/parity/${deploymentId}`, DESK);
      const profit = async (): Promise<string> => {
        const { sessionId } = (await request(query.parityScore, { deploymentId }))!;
        const stored = (await request(query.parityReport, { deploymentId, sessionId })) as StoredParityReport;
        return formatAmount(stored.report!.equity.session, { digits: 2, signed: true, locale: 'en-US' });
      };
      const session = page.locator('.figures[aria-label="Score"]').locator('.figure', { hasText: 'Session' });
      const before = await profit();
      await session.getByText(before).waitFor();
      const account = (await stage.open('/', DESK)).page;
      const newest = await account.locator('#fills tbody tr').first().getAttribute('data-id');
      // The fee of another fill alone makes another profit.
      await account.waitForFunction((id) => document.querySelector('#fills tbody tr')?.getAttribute('data-id') !== id, newest, {
        timeout: TEST_MS,
      });
      await account.close();
      await page.getByRole('button', { name: /^Measure ema-cross/ }).click();
      await page
        .getByRole('row', { name: /ema-cross/ })
        .getByRole('button')
        .waitFor({ state: 'detached' });
      await page.getByRole('button', { name: /^Measure ema-cross/ }).waitFor({ timeout: TEST_MS });
      const after = await profit();
      expect(after).not.toBe(before);
      await session.getByText(after).waitFor();
    },
    3 * TEST_MS,
  );
});
