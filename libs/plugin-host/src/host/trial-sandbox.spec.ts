import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { barTape, encodeTape, marketOf } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import { SYMBOL, market } from '../../test/market';
import type { TrialSetup } from '../sandbox/trial-frames';
import { backtestInSandbox } from './backtest-sandbox';
import { TrialSandbox } from './trial-sandbox';
import type { TrialSandboxOptions } from './trial-sandbox';

/** Trades every so many bars; what it does at its fifth bar is the parameter's to say. */
const SOURCE = `import { defineStrategy, param } from '@libs/sdk';
let trials = 0;
export const strategy = defineStrategy({
  name: 'subject', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    every: param.integer({ min: 1, max: 50, default: 10, description: 'bars' }),
    deed: param.choice({ options: ['none', 'throw', 'loop', 'eat', 'stuff', 'count', 'know'], default: 'none', description: 'what it does' }),
  },
  check: ({ every }) => (every === 13 ? 'every is 13, which brings bad luck' : null),
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1,
  state: () => ({ bars: 0, own: null, known: 0 }),
  onBar: (ctx, { symbol }) => {
    ctx.state.bars += 1;
    const { every, deed } = ctx.params;
    if (ctx.state.bars === 5) {
      if (deed === 'throw') throw new Error('no idea');
      if (deed === 'loop') for (;;);
      if (deed === 'eat') for (const eaten = []; ; ) eaten.push(new Array(10_000).fill(eaten.length + 0.5));
      if (deed === 'stuff') for (const all = []; ; ) all.push(new Float64Array(1e6).fill(1));
      if (deed === 'count') throw new Error('trial ' + ++trials);
    }
    if (ctx.state.bars % every === 0) ctx.state.own = ctx[ctx.state.bars % (2 * every) === 0 ? 'buy' : 'sell'](symbol, '1');
  },
  onOrder: ({ params, state }, { clientOrderId, status }) => {
    if (clientOrderId !== state.own) throw new Error('whose is ' + clientOrderId + '?');
    if (status === 'FILLED') state.known += 1;
    if (params.deed === 'know' && state.known === 3) throw new Error('knew three');
  },
});
`;

describe('a sandbox of trials', () => {
  let folder: string;
  let setup: TrialSetup;
  const open: TrialSandbox[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-trials-'));
    const source = join(folder, 'strategies', 'subject', 'src');
    await mkdir(source, { recursive: true });
    await writeFile(join(source, 'index.js'), SOURCE);
    const bars = Array.from({ length: 400 }, (_, n) => {
      const price = Decimal.fromNumber(100 + (n % 7));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.ONE };
    });
    const tape = join(folder, 'btc.tape');
    await writeFile(tape, encodeTape(barTape(marketOf(market), '1m', bars)));
    const fills = { makerFee: '0', takerFee: '0.001', slippageTicks: 0, latency: 0 };
    setup = {
      strategy: 'subject',
      markets: [{ market, tape }],
      terms: { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills },
    };
  });

  afterEach(() => {
    for (const sandbox of open.splice(0)) sandbox.close();
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function sandbox(options: TrialSandboxOptions = {}, more: Partial<TrialSetup> = {}): TrialSandbox {
    const made = new TrialSandbox({ ...setup, ...more }, { strategies: join(folder, 'strategies'), ...options });
    open.push(made);
    return made;
  }

  it('comes to the same as a backtest by itself, trial after trial', async () => {
    const trials = sandbox();
    for (const every of [10, 7, 10]) {
      const params = { symbol: SYMBOL, every };
      const { strategy, ...market } = setup;
      const alone = await backtestInSandbox({ ...market, strategies: [{ strategy, params }] }, { strategies: join(folder, 'strategies') });
      expect(await trials.run(params)).toMatchObject({ kind: 'done', fillHash: alone.fillHash, bars: alone.bars });
    }
  });

  it('knows its orders by the ids that it was given for them', async () => {
    expect(await sandbox().run({ symbol: SYMBOL, deed: 'know' })).toEqual({
      kind: 'failed',
      message: expect.stringMatching(/^onOrder at .*: knew three/) as string,
    });
  });

  it('keeps its process from trial to trial', async () => {
    const trials = sandbox();
    const words = [];
    for (let n = 0; n < 3; n += 1) words.push(await trials.run({ symbol: SYMBOL, deed: 'count' }));
    expect(words).toEqual(
      [1, 2, 3].map((n) => ({ kind: 'failed', message: expect.stringContaining(`trial ${n} (subject/src/index.js:`) as string })),
    );
  });

  it.each([
    ['throws', 'throw', /^onBar at 1970-01-01T00:05:00.000Z: no idea \(subject\/src\/index\.js:17\)$/],
    [
      'does not end',
      'loop',
      /^onBar at 1970-01-01T00:05:00.000Z: this loop does not end: it went round 5,000,000 times \(subject\/src\/index\.js:18\)$/,
    ],
    [
      'takes all memory',
      'eat',
      /^onBar at 1970-01-01T00:05:00.000Z: this loop takes more than 48 MB of memory \(subject\/src\/index\.js:19\)$/,
    ],
    [
      'fills typed arrays',
      'stuff',
      /^onBar at 1970-01-01T00:05:00.000Z: this loop takes more than 304 MB of memory \(subject\/src\/index\.js:20\)$/,
    ],
  ])(
    'says why a trial has failed that %s, and goes on with the next',
    async (_, deed, message) => {
      const trials = sandbox({ deadline: 2_000, memory: 48 });
      expect(await trials.run({ symbol: SYMBOL })).toMatchObject({ kind: 'done' });
      expect(await trials.run({ symbol: SYMBOL, deed })).toEqual({ kind: 'failed', message: expect.stringMatching(message) as string });
      expect(await trials.run({ symbol: SYMBOL })).toMatchObject({ kind: 'done' });
      // A machine too busy to run the loop gives it ten deadlines.
    },
    60_000,
  );

  it('says where a trial that begins later than its data came to no end', async () => {
    const trials = sandbox({ deadline: 2_000, from: 100 * 60_000 });
    expect(await trials.run({ symbol: SYMBOL, deed: 'loop' })).toEqual({
      kind: 'failed',
      // One bar of history, then four after it.
      message: expect.stringMatching(/^onBar at 1970-01-01T01:44:00.000Z: this loop does not end/) as string,
    });
  }, 60_000);

  it('says what it knows, and goes on, where a trial that came to no end cannot be played once more', async () => {
    const tape = join(folder, 'gone.tape');
    await copyFile(join(folder, 'btc.tape'), tape);
    const trials = sandbox({ deadline: 2_000 }, { markets: [{ market, tape }] });
    expect(await trials.run({ symbol: SYMBOL })).toMatchObject({ kind: 'done' });
    await rm(tape);
    expect(await trials.run({ symbol: SYMBOL, deed: 'loop' })).toEqual({
      kind: 'failed',
      message: 'a hook of the strategy ran for more than 2000 ms and was stopped',
    });
  }, 60_000);

  it('passes on what the strategy refuses', async () => {
    const trials = sandbox();
    expect(await trials.run({ symbol: SYMBOL, every: 13 })).toEqual({ kind: 'refused', message: 'every is 13, which brings bad luck' });
    expect(await trials.run({ symbol: SYMBOL, every: 51 })).toMatchObject({
      message: 'every is 51; it must be a whole number from 1 to 50',
    });
  });

  it('cannot go on with a strategy that is not there', async () => {
    await expect(sandbox({}, { strategy: 'nobody' }).run({})).rejects.toThrow('There is no strategy "nobody".');
  });
});
