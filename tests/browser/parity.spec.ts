import { createRequest, query } from '@libs/client';
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
});
