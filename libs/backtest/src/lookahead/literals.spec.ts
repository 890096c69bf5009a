import { BTC, market } from '../../test/markets';
import { generatedTape } from '../workbench/generated-market';
import type { BacktestTerms } from '../run/backtest';
import { knownMoments } from './literals';
import { readCode } from './source-code';

/** Hours from Wednesday, 1 January 2025, on, for ten days. */
const tape = generatedTape(BTC, { kind: 'mixed', interval: '1h', bars: 240, seed: 1 });
const FILLS = { makerFee: '0', takerFee: '0', slippageTicks: 0, latency: 0 };
const terms: BacktestTerms = {
  markets: [{ market, tape }],
  settleAsset: 'USDT',
  balances: { USDT: '1' },
  maxPositionSize: '1',
  fills: FILLS,
};

function knownIn(text: string): readonly string[] {
  return knownMoments([readCode({ name: 'a.ts', text: `const X =\n  ${text};` })], terms).map((known) => `${known.text} ${known.line}`);
}

describe('moments of a market that are written in the code', () => {
  it.each([
    ["'2025-01-04'", '2025-01-04'],
    ["'2025-01-04T12:00Z'", '2025-01-04T12:00Z'],
    ["'2025/01/04'", '2025/01/04'],
    ["'2025.1.4'", '2025.1.4'],
    ["'Jan 4, 2025 12:00 UTC'", 'Jan 4, 2025'],
    ["'4 January 2025'", '4 January 2025'],
    ["'January 4th 2025'", 'January 4th 2025'],
    ['new Set([20250104])', '20250104'],
    ["'20250104'", '20250104'],
    ['new Date(2025, 0, 4)', 'new Date(2025, 0, 4)'],
    ['Date.UTC(2025, 0, 4, 12)', 'Date.UTC(2025, 0, 4, 12)'],
    ['1_735_990_000_000', '1_735_990_000_000'],
    ['1735990000', '1735990000'],
  ])('are found in %s', (text, found) => {
    expect(knownIn(text)).toEqual([`${found} a.ts:2`]);
  });

  it.each([
    "'2025/02/04'",
    "'Feb 4, 2025'",
    "'January 2025'",
    "'may 4 in 2025'",
    '20250204',
    '20241304',
    'new Date(2024, 0, 4)',
    'new Date(2025)',
    "'1.2025.1'",
  ])('are not seen in %s', (text) => {
    expect(knownIn(text)).toEqual([]);
  });
});
