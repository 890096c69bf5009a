import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderReport, reportOf, type RunFill, type RunRecord } from '@libs/backtest';
import type { Browser } from 'playwright-core';
import { browserMissing, launchBrowser, open, overflow } from './browser';
import { ROOT } from './platform';

const ARTIFACTS = join(ROOT, 'artifacts/browser');
const FILE = join(ARTIFACTS, 'backtest-report.html');
const EVIL = `</script><script>document.title = 'owned'</script><img src=x onerror="document.title = 'owned'">`;
const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const ROWS = 'table.sortable tbody tr:visible';

const describeInBrowser = browserMissing === null ? describe : describe.skip;

describeInBrowser(`a backtest report opened from a file${browserMissing === null ? '' : ` (skipped: ${browserMissing})`}`, () => {
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(ARTIFACTS, { recursive: true });
    const subject = { title: EVIL, strategy: 'wave', version: '1', params: { period: 24 }, quote: 'USDT' };
    writeFileSync(FILE, renderReport(reportOf(wavingRun(), subject)));
    browser = await launchBrowser();
  });

  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  afterAll(async () => {
    await browser?.close();
    rmSync(FILE, { force: true });
  });

  const url = pathToFileURL(FILE).href;

  it('runs nothing that a strategy is called, and asks nothing of the network', async () => {
    const { page, problems } = await open(browser, url, DESKTOP);
    expect(await page.title()).toBe(EVIL);
    expect(await page.locator('h1').innerText()).toBe(EVIL);
    expect(problems).toEqual([]);
  });

  it('refuses a script that somebody put into the file later', async () => {
    const { page, problems } = await open(browser, url, DESKTOP);
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = "document.title = 'owned'";
      document.body.append(script);
    });
    expect(await page.title()).toBe(EVIL);
    expect(problems.join()).toContain('Content Security Policy');
  });

  it('is read and zoomed with keys alone', async () => {
    const { page, problems } = await open(browser, url, DESKTOP);
    const equity = page.locator('#equity');
    await equity.focus();
    await page.keyboard.press('Home');
    expect(await equity.locator('output').innerText()).toMatch(/· Equity 10,000\.00$/);
    const width = async () => (await equity.locator('.view > svg').boundingBox())!.width;
    const before = await width();
    await page.keyboard.press('+');
    expect(await width()).toBeCloseTo(before * 2, 0);
    expect(problems).toEqual([]);
  });

  it('sorts and filters trades', async () => {
    const { page } = await open(browser, url, DESKTOP);
    const profits = () => page.locator(`${ROWS} td:nth-child(7)`).allInnerTexts();
    const head = page.getByRole('button', { name: 'Profit', exact: true });
    await head.click();
    await head.click();
    const falling = (await profits()).map((text) => Number(text.replace(/,/g, '')));
    expect(falling).toEqual(falling.toSorted((a, b) => b - a));
    await page.getByLabel('Filter').fill('stop');
    expect(await page.locator(ROWS).count()).toBeLessThan(falling.length);
    expect(await page.locator(`${ROWS} td:nth-child(6)`).allInnerTexts()).toContain('STOP');
  });

  it.each([DESKTOP, PHONE])('fits a window $width wide', async (viewport) => {
    const { page, problems } = await open(browser, url, viewport);
    await page.screenshot({ path: join(ARTIFACTS, `backtest-report-${viewport.width}.png`), fullPage: true });
    expect(await overflow(page)).toBe(0);
    expect(await page.evaluate(cutLabels)).toEqual([]);
    expect(problems).toEqual([]);
  });
});

/** Of the axis of time, in the page: those that are shown and reach out of their plot. */
function cutLabels(): readonly string[] {
  return [...document.querySelectorAll('.view text.at')].flatMap((label) => {
    const [text, view] = [label.getBoundingClientRect(), label.closest('.view')!.getBoundingClientRect()];
    return text.width > 0 && (text.left < view.left - 1 || text.right > view.right + 1) ? [label.textContent ?? ''] : [];
  });
}

/** Three months of hours in which the price goes up and down, and somebody buys and sells half way. */
function wavingRun(): RunRecord {
  const hours = 24 * 90;
  const from = Date.UTC(2024, 0, 1);
  const times = Float64Array.from({ length: hours }, (_, hour) => from + (hour + 1) * 3_600_000);
  const closes = times.map((_, hour) => Math.round(1000 + 100 * Math.sin(hour / 40) + hour / 20));
  const fills: RunFill[] = [];
  const equity = new Float64Array(hours);
  let cash = 10_000;
  for (let hour = 0; hour < hours; hour += 1) {
    const price = closes[hour]!;
    if (hour % 60 === 30) {
      const buys = fills.length % 2 === 0;
      const why = buys ? { tag: `wave ${hour % 7}` } : { reason: hour % 9 === 0 ? 'STOP' : 'SIGNAL' };
      fills.push({
        at: times[hour]!,
        symbol: 'X/USDT',
        side: buys ? 'BUY' : 'SELL',
        quantity: '2',
        price: String(price),
        fee: '1',
        ...why,
      });
      cash += (buys ? -2 : 2) * price - 1;
    }
    equity[hour] = cash + (fills.length % 2 === 0 ? 0 : 2 * price);
  }
  const markets = [{ symbol: 'X/USDT', times, closes }];
  return { from, to: times[hours - 1]!, startingEquity: '10000', curve: { times, equity }, fills, markets };
}
