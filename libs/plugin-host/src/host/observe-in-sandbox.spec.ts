import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { barTape, encodeTape, freshly, marketOf, type Play } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import { SYMBOL, market } from '../../test/market';
import { sandboxLaboratory } from './observe-in-sandbox';

/** At its fifth bar it does what the parameter says. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
export const strategy = defineStrategy({
  name: 'subject', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }), deed: param.choice({ options: ['none', 'loop', 'eat', 'ask'], default: 'none', description: 'what it does' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({ bars: 0 }),
  onBar: (ctx) => {
    ctx.state.bars += 1;
    const { deed } = ctx.params;
    if (ctx.state.bars !== 5) return;
    if (deed === 'loop') for (;;);
    if (deed === 'eat') for (const eaten = []; ; ) eaten.push(new Array(10_000).fill(eaten.length + 0.5));
    if (deed === 'ask') new Set({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });
  },
});
`;

describe('a laboratory in a sandbox', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'plimsoll-laboratory-')));
    const source = join(folder, 'strategies', 'subject', 'src');
    await mkdir(source, { recursive: true });
    await writeFile(join(source, 'index.js'), SOURCE);
    const bars = Array.from({ length: 2_100 }, (_, n) => {
      const price = Decimal.fromNumber(100 + (n % 7));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.ONE };
    });
    await writeFile(join(folder, 'btc.tape'), encodeTape(barTape(marketOf(market), '1m', bars)));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function observed(deed: string, progress?: (bars: number) => void): ReturnType<Play> {
    const fills = { makerFee: '0', takerFee: '0.001', slippageTicks: 0, latency: 0 };
    const lab = sandboxLaboratory(
      {
        strategy: 'subject',
        params: { symbol: SYMBOL, deed },
        markets: [{ market, tape: join(folder, 'btc.tape') }],
        terms: { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills },
      },
      { strategies: join(folder, 'strategies'), deadline: 2_000, memory: 48, ...(progress ? { progress } : {}) },
    );
    return freshly(lab)([{ variant: { kind: 'whole' } }]);
  }

  it('says what a strategy did at each event', async () => {
    const [seen] = await observed('none');
    expect([seen!.fault, seen!.moments.length]).toEqual([null, 2_102]);
  });

  // A run longer than the deadline was stopped as one that does not come back.
  it('says that it goes on, each thousand bars', async () => {
    const told: number[] = [];
    await observed('none', (bars) => told.push(bars));
    expect(told).toEqual([0, 1_024, 2_048]);
  });

  it.each([
    ['a loop without an end', 'loop', 'this loop does not end: it went round 5,000,000 times (subject/src/index.js:11)'],
    ['a loop that takes all memory', 'eat', 'this loop takes more than 48 MB of memory (subject/src/index.js:12)'],
    ['what else does not end', 'ask', 'calling this takes more than 2000 ms (subject/src/index.js:13)'],
  ])(
    'names hook, bar and, where it can be known, line of %s',
    async (_, deed, message) => {
      await expect(observed(deed)).rejects.toThrow(`onBar at 1970-01-01T00:05:00.000Z: ${message}`);
    },
    60_000,
  );
});
