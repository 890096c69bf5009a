import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { BTC } from '../../test/markets';
import { FREE } from '../../test/scripted';
import type { BacktestTerms } from '../run/backtest';
import { generatedTape } from '../workbench/generated-market';
import { lookForHindsight } from './look-for-hindsight';
import type { Play } from './observation';
import { observe } from './observe';

const DAY = 86_400_000;
const DAYS = 400;
const tape = generatedTape(BTC, { kind: 'mixed', interval: '1d', bars: DAYS, seed: 1 });
const terms: BacktestTerms = {
  markets: [{ market: tape.instrument, tape }],
  settleAsset: 'USDT',
  balances: { USDT: '1000000' },
  maxPositionSize: '1',
  fills: FREE,
};

/** Buys and sells by turns on the days that it picks of those since 1970. */
function tradesOn(picks: (day: number) => boolean): Strategy {
  return defineStrategy({
    name: 'by-day',
    version: '1.0.0',
    title: 'By day',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1d' }],
    warmUp: () => 0,
    state: () => ({ bars: 0 }),
    onBar: (ctx, { symbol, bar }) => {
      ctx.state.bars += 1;
      if (!picks(bar.start / DAY)) return;
      if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, '1');
      else ctx.closePosition(symbol);
    },
  });
}

async function found(
  picks: (day: number) => boolean,
  text = '',
): Promise<{ readonly lines: readonly (string | null)[]; readonly detail: string }> {
  const play: Play = async (requests) => requests.map((request) => observe(tradesOn(picks), { symbol: BTC }, terms, request));
  const [whole] = await play([{ variant: { kind: 'whole' } }]);
  const sources = { files: [{ name: 'a.ts', text }], locate: () => null };
  const { findings, detail } = await lookForHindsight(play, whole!, terms, sources);
  return { lines: findings.map(({ line }) => line), detail };
}

describe('dates that a strategy knows', () => {
  it('are found in days that it picks out, though the code names none of them', async () => {
    const first = tape.series.firstStart / DAY;
    const { lines } = await found((day) => [10, 57, 200].includes(day - first));
    expect(lines).toEqual([null]);
  });

  it.each([20, 11, 60])('are not seen in a rule for every %i days', async (length) => {
    const { lines, detail } = await found((day) => day % length === 0);
    expect(lines).toEqual([]);
    expect(detail).toContain('a rhythm');
  });

  it('are found where a rhythm is counted from a day of this market', async () => {
    const { lines } = await found((day) => (day * DAY - Date.UTC(2025, 2, 5)) % (11 * DAY) === 0, "const FROM = '2025-03-05';");
    expect(lines).toEqual(['a.ts:1']);
  });
});
