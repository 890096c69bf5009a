import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { createRequest, mutation, query, type ResearchRun, type StartBacktestInput } from '@libs/client';
import { Decimal } from '@libs/kernel';
import { HistoryStore } from '@libs/market-data';
import type { Opened } from './browser';
import { ROOT } from './platform';
import { DESK, PHONE, ARTIFACTS, describeOnPlatform, shoot } from './stage';

const TEST_MS = 90_000;
const SYMBOL = 'BTC/USDT:USDT';
const MINUTE = 60_000;
const DAYS = 45;

describeOnPlatform('research in the dashboard', 60, (stage) => {
  let stored: Promise<void> | null = null;
  const waves = (): Promise<void> => (stored ??= storeWaves(stage.platform.home));

  it(
    'says how to get candles where there are none',
    async () => {
      const { page, problems } = await stage.open('/backtests', DESK);
      await page.getByText('No backtest was run yet.').waitFor();
      await page.getByText('No candles are stored yet').waitFor();
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByRole('combobox', { name: 'symbol' }).fill(SYMBOL);
      await page.getByRole('button', { name: 'Start backtest' }).click();
      await page
        .getByRole('alert')
        .filter({ hasText: /^No candles of bybit/ })
        .waitFor();
      await shoot(page, 'backtests-empty');
      expect(problems).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'starts a backtest by keyboard and shows its report',
    async () => {
      await waves();
      const { page, problems } = await stage.open('/backtests', DESK);
      await page.getByRole('table', { name: 'Stored candles' }).getByText(SYMBOL).waitFor();
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByRole('textbox', { name: 'Balance' }).fill('-5');
      await page.getByRole('textbox', { name: 'Balance' }).press('Enter');
      await page.getByRole('alert').filter({ hasText: 'balance is "-5"; it must be a number above 0.' }).waitFor();
      expect(await page.getByRole('textbox', { name: 'Balance' }).getAttribute('aria-invalid')).toBe('true');
      await page.getByRole('textbox', { name: 'Balance' }).fill('20000');
      await page.getByRole('textbox', { name: 'Balance' }).press('Enter');

      const row = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row', { name: /ema-cross/ });
      await row.getByText('Done').waitFor({ timeout: TEST_MS });
      await row.getByRole('link', { name: 'ema-cross' }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: /^ema-cross/ }).waitFor();
      await page.getByRole('table', { name: 'Trades, newest first' }).waitFor();
      const figures = page.locator('.figures[aria-label="Key figures"]');
      expect(await figures.innerText()).toMatch(/Total return\n[▲▼]/);
      expect(await page.title()).toMatch(/^ema-cross .* · Plimsoll$/);
      await shoot(page, 'report');
      // Who comes back from the report finds the form as it was left.
      await page.goBack();
      await page.getByRole('spinbutton', { name: 'fast' }).waitFor();
      expect(await page.getByRole('textbox', { name: 'Balance' }).inputValue()).toBe('20000');
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('rsi-reversal');
      expect(await page.getByRole('textbox', { name: 'Balance' }).inputValue()).toBe('20000');
      expect(problems).toEqual([]);
    },
    2 * TEST_MS,
  );

  it(
    'says at its field what is wrong with how orders are filled, and with a signal',
    async () => {
      await waves();
      const { page, problems } = await stage.open('/backtests', DESK);
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByText('Fees, fills, leverage, funding').click();
      await page.getByRole('textbox', { name: 'Latency', exact: true }).fill('20-80');
      await page.getByText('External signals').click();
      await page.getByRole('textbox', { name: 'Signals' }).fill('{"at":"2026-01-05T00:00Z","name":"","value":1}');
      await shoot(page, 'backtests-fills');
      await page.getByRole('button', { name: 'Start backtest' }).click();
      await page.getByRole('alert').filter({ hasText: 'latency is "20-80"; it must be milliseconds like 50, 20..80' }).waitFor();
      // What is mended key by key is not folded away with the first of them.
      await page.getByRole('textbox', { name: 'Latency', exact: true }).fill('');
      await page.getByRole('textbox', { name: 'Latency', exact: true }).pressSequentially('20..80');
      const signals = page.getByRole('textbox', { name: 'Signals' });
      const refusal = async (hasText: string): Promise<void> => {
        await page.getByRole('button', { name: 'Start backtest' }).click();
        await page.getByRole('alert').filter({ hasText }).waitFor();
        expect(await signals.getAttribute('aria-invalid')).toBe('true');
      };
      await refusal('signals.0.name is ""; it must be a text of 1 to 64 characters.');
      await shoot(page, 'backtests-refused');
      const file = { name: 'signals.jsonl', mimeType: 'text/plain', buffer: Buffer.from('{"at":1}\nbuy\n') };
      await page.getByLabel('Signals from a file').setInputFiles(file);
      await refusal('line 2 is no JSON object.');
      await signals.fill('{"at":0,"name":"score","value":1}');
      await refusal('signals is given; it must be left out where no strategy has an onSignal hook.');
      await signals.fill('');
      await page.getByRole('spinbutton', { name: 'Seed' }).fill('7');
      const row = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row', { name: /ema-cross/ });
      const earlier = await row.count();
      await page.getByRole('button', { name: 'Start backtest' }).click();
      await row.nth(earlier).waitFor();
      await row.first().getByText('Done').waitFor({ timeout: TEST_MS });
      await row.first().getByRole('link', { name: 'ema-cross' }).click();
      await page.getByText('latency drawn from seed 7').waitFor();
      expect(problems).toEqual([]);
    },
    2 * TEST_MS,
  );

  it(
    'gives the report as a page of its own that can do nothing else, with every strategy of the account',
    async () => {
      await waves();
      const run = await startTogether(await stage.open('/backtests', DESK));
      const { page, problems } = await stage.open(`/api/v1/research/runs/${run}/report.html`, DESK);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(await page.locator('#zone').innerText()).not.toBe('');
      expect(await page.evaluate(() => self.origin)).toBe('null');
      await page
        .getByRole('table', { name: 'Strategies and the account' })
        .getByRole('row', { name: /^quick ema-cross/ })
        .waitFor();
      expect(problems).toEqual([]);
      const inDashboard = await stage.open(`/backtests/${run}`, DESK);
      const table = inDashboard.page.getByRole('table', { name: 'Strategies and the account' });
      await table.waitFor();
      expect(await table.getByRole('rowheader').allInnerTexts()).toEqual(['ema-cross', 'quick', 'Account']);
      await shoot(inDashboard.page, 'report-several');
      expect(inDashboard.problems).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'lays runs side by side',
    async () => {
      const inputs = [5, 12, 40].map((fast) => ({
        strategy: 'ema-cross',
        params: { symbol: SYMBOL, fast, slow: 60 },
        idempotencyKey: `compare ${fast}`,
      }));
      await finished(stage.platform.dashboard, inputs);
      const { page, problems } = await stage.open('/backtests', DESK);
      for (const index of [0, 1, 2])
        await page
          .getByRole('checkbox', { name: /^Compare ema-cross/ })
          .nth(index)
          .check();
      await page.getByRole('link', { name: 'Compare 3' }).click();
      const measures = page.getByRole('table', { name: 'Measures of each run' });
      await measures
        .getByRole('row', { name: /^Sharpe/ })
        .getByText('best:')
        .waitFor();
      expect(await page.getByRole('list', { name: 'Runs' }).innerText()).toMatch(
        /A[\s\S]*fast 40[\s\S]*B[\s\S]*fast 12[\s\S]*C[\s\S]*fast 5/,
      );
      await shoot(page, 'compare');
      expect(problems).toEqual([]);
    },
    2 * TEST_MS,
  );

  it(
    'searches parameters and shows the surface, the trials and the best',
    async () => {
      await waves();
      const { page, problems } = await stage.open('/optimisation', DESK);
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByRole('textbox', { name: 'fast' }).fill('5..20:5');
      await page.getByRole('textbox', { name: 'slow' }).fill('30..90:30');
      await page.getByRole('textbox', { name: 'interval' }).fill('15m');
      await page.getByRole('combobox', { name: 'Sampler' }).selectOption('grid');
      await page.getByRole('spinbutton', { name: 'Trials' }).fill('0');
      await page.getByRole('button', { name: 'Start optimisation' }).click();
      await page.getByRole('alert').filter({ hasText: 'trials is 0; it must be a whole number from 1 to 100000.' }).waitFor();
      await page.getByRole('spinbutton', { name: 'Trials' }).fill('12');
      await page.getByRole('button', { name: 'Start optimisation' }).click();
      const row = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row', { name: /ema-cross/ });
      await row.getByText('Done').waitFor({ timeout: 2 * TEST_MS });
      await shoot(page, 'optimisations');
      await row.getByRole('link', { name: 'ema-cross' }).click();
      const surface = page.getByRole('table', { name: /by slow and fast$/ });
      await surface.waitFor();
      expect(await surface.getByRole('columnheader').allInnerTexts()).toEqual([expect.stringContaining('slow'), '5', '10', '15', '20']);
      expect(await surface.getByRole('rowheader').allInnerTexts()).toEqual(['90', '60', '30']);
      expect(await page.getByRole('table', { name: 'Trials, best first' }).getByRole('row').count()).toBe(13);
      await page.getByRole('heading', { name: 'The best trial' }).waitFor();
      await shoot(page, 'optimisation');
      expect(problems).toEqual([]);
    },
    3 * TEST_MS,
  );

  it(
    'walks forward, and resamples a backtest',
    async () => {
      await waves();
      const { page, problems } = await stage.open('/optimisation', DESK);
      const rows = page.getByRole('table', { name: 'Runs, newest first' }).getByRole('row');
      await page.getByRole('radio', { name: 'Walk forward' }).check();
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByRole('textbox', { name: 'fast' }).fill('5,20');
      await page.getByRole('textbox', { name: 'slow' }).fill('60');
      await page.getByRole('textbox', { name: 'interval' }).fill('15m');
      await page.getByRole('combobox', { name: 'Sampler' }).selectOption('grid');
      await page.getByRole('spinbutton', { name: 'Min. trades' }).fill('5');
      await page.getByRole('textbox', { name: 'Train' }).fill('soon');
      await page.getByRole('button', { name: 'Start walk forward' }).click();
      await page.getByRole('alert').filter({ hasText: 'train is "soon"; it must be a length of time like 90m, 12h, 30d or 2w.' }).waitFor();
      await page.getByRole('textbox', { name: 'Train' }).fill('20d');
      await page.getByRole('button', { name: 'Start walk forward' }).click();
      await rows.filter({ hasText: 'Walk forward' }).waitFor();
      await page.getByRole('radio', { name: 'Monte Carlo' }).check();
      await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
      await page.getByRole('button', { name: 'Start Monte Carlo' }).click();
      await rows.filter({ hasText: 'Monte Carlo' }).getByText('Done').waitFor({ timeout: TEST_MS });
      await rows
        .filter({ hasText: 'Walk forward' })
        .getByText('Done')
        .waitFor({ timeout: 2 * TEST_MS });
      await shoot(page, 'runs');
      await rows.filter({ hasText: 'Walk forward' }).getByRole('link', { name: 'ema-cross' }).click();
      // Of 45 days 20 are searched first, and two times ten are whole tests.
      const windows = page.getByRole('table', { name: 'Windows, in sample and out of sample' });
      await windows.waitFor();
      expect(await windows.getByRole('row').count()).toBe(3);
      expect(await windows.getByRole('rowheader').first().innerText()).toMatch(/2026.*2026/);
      await shoot(page, 'walk-forward');
      await page.goto(stage.at('/optimisation'));
      await rows.filter({ hasText: 'Monte Carlo' }).getByRole('link', { name: 'ema-cross' }).click();
      await page.getByRole('img', { name: /^After 4\d days nine of ten resamplings lie between/ }).waitFor();
      await page.getByRole('table', { name: 'Percentiles of the resamplings' }).waitFor();
      await shoot(page, 'monte-carlo');
      await page.goBack();
      const ticks = page.getByRole('checkbox', { name: /^Compare ema-cross/ });
      await ticks.nth(2).waitFor();
      expect(await ticks.count()).toBe(3);
      for (const tick of await ticks.all()) await tick.check();
      await page.getByRole('link', { name: 'Compare 3' }).click();
      await page.getByRole('table', { name: 'Measures of each run' }).waitFor();
      await page.getByText('Loading the curves…').waitFor({ state: 'detached' });
      expect(await page.getByRole('list', { name: 'Runs' }).innerText()).toMatch(
        /Monte Carlo.*[\s\S]*Walk forward.*[\s\S]*Search, fast \d+/,
      );
      await shoot(page, 'compare-searches');
      expect(problems).toEqual([]);
    },
    3 * TEST_MS,
  );

  it(
    'shows progress of a run and takes it back',
    async () => {
      const request = createRequest({ url: stage.at('/graphql') });
      const { page, problems } = await stage.open('/backtests', PHONE);
      const form = page.getByRole('form', { name: 'Start a backtest' });
      await page.getByRole('table', { name: 'Runs, newest first' }).waitFor();
      expect(await form.isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Open the form' }).click();
      await form.waitFor();
      await page.getByRole('button', { name: 'Close the form' }).click();
      await form.waitFor({ state: 'hidden' });
      await request(mutation.startBacktest, {
        input: { strategy: 'ema-cross', params: { symbol: SYMBOL, fast: 3, slow: 9, interval: '1m' }, balance: '777' },
      });
      await page
        .getByRole('progressbar', { name: 'Progress' })
        .or(page.getByRole('button', { name: /^Cancel the run/ }))
        .first()
        .waitFor();
      await page.screenshot({ path: join(ARTIFACTS, 'backtests-running-phone.png'), fullPage: true });
      await page
        .getByRole('button', { name: /^Cancel the run/ })
        .first()
        .click();
      await page.getByText('Cancelled').first().waitFor();
      expect(problems).toEqual([]);
    },
    TEST_MS,
  );

  it(
    'comes back from a page that broke by the back button',
    async () => {
      const { page } = await stage.open('/backtests', DESK);
      const form = page.getByRole('form', { name: 'Start a backtest' });
      await form.waitFor();
      await page.route('**/graphql', (route) =>
        route.request().postDataJSON().operationName === 'compareRuns'
          ? route.fulfill({ json: { data: { compareRuns: { runs: null, rows: [], warnings: [] } } } })
          : route.continue(),
      );
      await page.evaluate(() => {
        history.pushState(null, '', '/backtests/compare/one,two');
        dispatchEvent(new PopStateEvent('popstate'));
      });
      await page.getByRole('heading', { name: 'This page broke' }).waitFor();
      await page.goBack();
      await form.waitFor();
    },
    TEST_MS,
  );

  it(
    'knows no run that is not there',
    async () => {
      const { page, problems } = await stage.open('/backtests/nothing', PHONE);
      await page.getByRole('heading', { name: 'There is no run nothing' }).waitFor();
      expect(problems).toEqual([]);
    },
    TEST_MS,
  );
});

/** Starts two strategies on one account by the form, the second wrongly at first; gives the id of the run. */
async function startTogether({ page }: Opened): Promise<string> {
  await page.getByRole('combobox', { name: 'Strategy' }).selectOption('ema-cross');
  await page.getByRole('combobox', { name: 'One more on the account' }).selectOption('ema-cross');
  const second = page.getByRole('group', { name: /^And / });
  expect(await second.getByRole('textbox', { name: 'Label' }).inputValue()).toBe('ema-cross-2');
  await second.getByRole('textbox', { name: 'Label' }).fill('quick');
  await second.getByRole('spinbutton', { name: 'fast' }).fill('30');
  await page.getByRole('button', { name: 'Start backtest' }).click();
  await page.getByRole('alert').filter({ hasText: 'fast must be below slow' }).waitFor();
  await second.getByRole('spinbutton', { name: 'fast' }).fill('4');
  await shoot(page, 'backtests-several');
  await page.getByRole('button', { name: 'Start backtest' }).click();
  const row = page.getByRole('row', { name: /ema-cross \+ ema-cross/ });
  await row.getByText('Done').waitFor({ timeout: TEST_MS });
  return String(await row.getByRole('link').getAttribute('href'))
    .split('/')
    .at(-1)!;
}

/** Forty-five days in which the price goes up and down. */
async function storeWaves(home: string): Promise<void> {
  const store = new HistoryStore(join(home, 'data'), 'a test');
  const start = Date.UTC(2026, 0, 1);
  const bars = Array.from({ length: DAYS * 1_440 }, (_, n) => {
    const wave = 50_000 + 4_000 * Math.sin(n / 900) + 900 * Math.sin(n / 131) + n / 40;
    const close = Decimal.fromNumber(Math.round(wave));
    return {
      start: start + n * MINUTE,
      open: close,
      high: close.plus(Decimal.fromNumber(5)),
      low: close.minus(Decimal.fromNumber(5)),
      close,
      volume: Decimal.parse('3.25'),
    };
  });
  const series = { venue: 'bybit', symbol: SYMBOL, category: 'linear', kind: 'candles', interval: '1m' } as const;
  await store.addCandles(series, bars, { source: { how: 'import', from: 'a test' } });
  execFileSync(process.execPath, ['bin/plimsoll.js', 'data', 'list'], {
    cwd: ROOT,
    env: { ...process.env, PLIMSOLL_HOME: home },
    stdio: 'ignore',
  });
}

async function finished(dashboard: string, inputs: readonly StartBacktestInput[]): Promise<readonly ResearchRun[]> {
  const request = createRequest({ url: new URL('/graphql', dashboard).href });
  const ids: string[] = [];
  for (const input of inputs) {
    const run = await request(mutation.startBacktest, { input });
    if (run.__typename !== 'ResearchRun') throw new Error(run.message);
    ids.push(run.id);
  }
  for (;;) {
    const runs = await Promise.all(ids.map((id) => request(query.researchRun, { id })));
    const failed = runs.find((run) => run?.status === 'FAILED');
    if (failed) throw new Error(String(failed.error));
    if (runs.every((run) => run?.status === 'DONE')) return runs as readonly ResearchRun[];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
