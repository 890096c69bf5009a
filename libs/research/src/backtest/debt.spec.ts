import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainBacktest } from '../testing/plain-backtest';
import { SYMBOL, storeOf, writeStrategy } from '../testing/strategy-folder';
import { debtLines, debtOf } from './debt';
import { runBacktestJob } from './run-backtest-job';

const SHORT = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'short', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'Sold' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({ sold: false }),
  onBar: (ctx) => {
    if (!ctx.state.sold && !ctx.warmingUp) ctx.sell(ctx.params.symbol, '9');
    ctx.state.sold = !ctx.warmingUp;
  },
});
`;

const curve = (...equity: number[]) => {
  const times = Float64Array.from(equity, (_, minute) => Date.UTC(2025, 5, 1, 12, minute));
  return { times, equity: Float64Array.from(equity), exposure: new Float64Array(equity.length) };
};

describe('the debt of an account', () => {
  it('begins with the first close below zero and is as deep as the lowest, whatever it ends with', () => {
    const debt = debtOf(curve(1000, 108.5, -188.5, -980.544, 1593));
    expect(debt).toEqual({ since: '2025-06-01T12:02:00.000Z', lowestEquity: -980.544 });
    expect(debtLines(debt, 'USDT')).toEqual([
      'The account is in debt from 2025-06-01 12:02 on, at worst with an equity of -980.54 USDT. An exchange would have liquidated it before; run it with a leverage to model that.',
    ]);
  });

  it('is none where something or nothing is left', () => {
    expect([debtOf(curve(1000, 0, 5)), debtOf(curve())]).toEqual([undefined, undefined]);
    expect(debtLines(undefined, 'USDT')).toEqual([]);
  });
});

describe('a backtest that runs into debt and out of it again', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-debt-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('says so first of all, unless liquidation is modelled', async () => {
    const strategies = join(folder, 'strategies');
    await writeStrategy(strategies, 'short', SHORT);
    // 9 sold at 100 of 1,000: at 220 they have lost 1,080.
    const store = await storeOf(join(folder, 'data'), [100, 100, 100, 220, 100, 50, 50]);
    const spec = plainBacktest({ strategy: 'short', params: { symbol: SYMBOL }, balance: '1000' });
    const { summary, report } = await runBacktestJob(spec, { store, strategies });
    expect(summary).toMatchObject({ finalEquity: '1450', debt: { since: '1970-01-01T00:04:00.000Z', lowestEquity: -80 } });
    expect(report.subject.notes?.[0]).toContain('The account is in debt from 1970-01-01 00:04 on, at worst with an equity of -80.00 USDT.');
    const noticed = 'No leverage is set: margins are checked only for orders and settlements, not at every price.';
    expect(report.subject.notes).toContain(noticed);
    const margined = await runBacktestJob({ ...spec, margin: { mode: 'CROSS', leverage: '1' } }, { store, strategies });
    // At 211.11… nothing is left; the tick is 1.
    expect([margined.summary.finalEquity, margined.summary.debt]).toEqual(['1', undefined]);
  });
});
