import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { barTape, claimedHost, encodeTape, fillHash, marketOf, playPlanned, playTogether } from '@libs/backtest';
import { Decimal } from '@libs/kernel';
import { SYMBOL, market } from '../../test/market';
import { backtestInSandbox } from './backtest-sandbox';
import { findLocations } from './locations';
import type { BacktestOrder } from '../sandbox/backtest-frames';

describe('a backtest in a sandbox', () => {
  let folder: string;
  let tape: string;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'plimsoll-backtest-')));
    tape = join(folder, 'btc.tape');
    await writeFile(tape, encodeTape(tapeOf()));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function tapeOf(): ReturnType<typeof barTape> {
    const bars = Array.from({ length: 200 }, (_, n) => {
      const price = Decimal.fromNumber(100 + (n % 7));
      return { start: n * 60_000, open: price, high: price, low: price, close: price, volume: Decimal.ONE };
    });
    return barTape(marketOf(market), '1m', bars);
  }

  const sourceOf = (name: string): string => join(folder, 'strategies', name, 'src');

  /** A strategy whose `onBar` is this. */
  async function strategy(name: string, onBar: string, { sdk = '@libs/sdk', prelude = '' } = {}): Promise<void> {
    const source = sourceOf(name);
    await mkdir(source, { recursive: true });
    await writeFile(
      join(source, 'index.js'),
      `import { defineStrategy, param } from "${sdk}"; ${prelude}
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: { symbol: param.symbol({ description: 'What to trade' }) },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }], warmUp: () => 1, state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    ctx.state.bars += 1;
    ${onBar}
  },
});
`,
    );
  }

  const fills = { makerFee: '0', takerFee: '0.001', slippageTicks: 0, latency: 0 };
  const terms = { settleAsset: 'USDT', balances: { USDT: '10000' }, maxPositionSize: '1', fills };
  const order = (...names: readonly string[]): BacktestOrder => ({
    strategies: names.map((name) => ({ strategy: name, params: { symbol: SYMBOL } })),
    markets: [{ market, tape }],
    terms,
  });
  const together = (names: readonly string[], deadline = 10_000) =>
    backtestInSandbox(order(...names), { strategies: join(folder, 'strategies'), deadline });
  const run = async (name: string, deadline?: number) => {
    const { strategies, ...said } = await together([name], deadline);
    return { ...strategies[0]!, ...said };
  };

  it('says what the strategy did, which leads to the same fills outside', async () => {
    await strategy('every-ten', "if (ctx.state.bars % 10 === 0) ctx[ctx.state.bars % 20 === 0 ? 'buy' : 'sell'](symbol, '1');");
    const said = await run('every-ten');
    expect([said.name, said.version, said.plan.watches]).toEqual(['every-ten', '1.0.0', [{ symbol: SYMBOL, interval: '1m' }]]);
    const outside = playPlanned(said, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] }, claimedHost(said.claim));
    expect(outside.fills).toHaveLength(19);
    expect(fillHash(outside.fills)).toBe(said.fillHash);
  });

  it('names the line at which the strategy threw', async () => {
    await strategy('thrower', "if (ctx.state.bars === 5) throw new Error('no idea');");
    const { claim } = await run('thrower');
    expect(claim.fault).toMatchObject({
      hook: 'onBar',
      message: expect.stringMatching(/no idea \(thrower\/src\/index\.js:\d+\)/) as string,
    });
  });

  it.each([
    ['the clock', 'clock-reader', 'Date.now();', 'there is no clock in a strategy'],
    ['chance', 'gambler', 'Math.random();', 'there is no chance in a strategy'],
  ])('has no %s', async (_, name, code, message) => {
    await strategy(name, code);
    expect((await run(name)).claim.fault?.message).toContain(message);
  });

  it.each([
    ['for without an end', 'endless-for', 'for (let n = 0; ; n += 1) ctx.state.bars += 0;'],
    ['while', 'endless-while', 'let n = 1; while (n > 0) { n += 1; if (n > 5) n = 1; }'],
    [
      'for over a list',
      'endless-of',
      'for (const n of { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }) ctx.state.bars += 0;',
    ],
    ['do', 'endless-do', 'do ctx.state.bars += 0; while (bar.close > 0);'],
  ])('names hook, bar and line of an endless %s, and keeps what it did before', async (_, name, loop) => {
    await strategy(name, `if (ctx.state.bars === 3) ctx.buy(symbol, '1'); if (ctx.state.bars === 5) { ${loop} }`);
    const said = await run(name, 3_000);
    expect(said.claim.fault).toMatchObject({
      hook: 'onBar',
      message: `this loop does not end: it went round 5,000,000 times (${name}/src/index.js:8)`,
    });
    const outside = playPlanned(said, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] }, claimedHost(said.claim));
    expect([outside.fills.length, outside.fault?.at]).toEqual([1, 5 * 60_000]);
  });

  it('names the line of a loop in a strategy that names the SDK as a build does, by its way there', async () => {
    await strategy('built', 'if (ctx.state.bars === 5) for (;;);', { sdk: relative(sourceOf('built'), findLocations().sdk) });
    expect((await run('built', 1_500)).claim.fault?.message).toMatch(/^this loop does not end: .* \(built\/src\/index\.js:8\)$/);
  });

  it('ends at the event that left a state which cannot be kept, not where that was found', async () => {
    await strategy('spoiler', "if (ctx.state.bars === 3) ctx.buy(symbol, '1'); if (ctx.state.bars === 5) ctx.state.x = NaN;");
    const said = await run('spoiler');
    expect(said.claim.fault).toMatchObject({ hook: 'onBar', message: expect.stringContaining('state.x is NaN') as string });
    const outside = playPlanned(said, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] }, claimedHost(said.claim));
    expect([outside.fills.length, outside.fault?.at]).toEqual([1, 5 * 60_000]);
    expect(fillHash(outside.fills)).toBe(said.fillHash);
  });

  it('ends at the first bar that was written to', async () => {
    await strategy('forger', "if (ctx.state.bars === 3) ctx.buy(symbol, '1'); if (ctx.state.bars === 5) bar.close = 1;");
    const said = await run('forger');
    expect(said.claim.fault?.message).toMatch(/read only property 'close' .*\(forger\/src\/index\.js:8\)$/);
    const outside = playPlanned(said, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] }, claimedHost(said.claim));
    expect([outside.fills.length, outside.fault?.at]).toEqual([1, 5 * 60_000]);
  });

  it.each([
    [
      'a set of what has no end',
      'forever',
      'new Set({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) });',
      'calling this',
    ],
    [
      'a list of what has no end',
      'spreader',
      '[...{ [Symbol.iterator]() { return this; }, next() { return { done: false }; } }];',
      'calling this',
    ],
    ['a loop whose rounds are long', 'plodder', 'for (let n = 3n; ; ) n *= n % 2n ** 2_000_000n;', 'this loop'],
  ])(
    'names hook, bar and line of %s',
    async (_, name, code, what) => {
      await strategy(name, `if (ctx.state.bars === 5) { ${code} }`);
      const { claim, faultAt } = await run(name, 1_500);
      expect([claim.fault?.hook, faultAt]).toEqual(['onBar', 5 * 60_000]);
      expect(claim.fault?.message).toBe(`${what} takes more than 1500 ms (${name}/src/index.js:8)`);
    },
    60_000,
  );

  it('names hook and bar where a hook does not end in what V8 does by itself', async () => {
    await strategy('matcher', "if (ctx.state.bars === 5) /^(a+)+$/.test('a'.repeat(40) + 'b');");
    const { claim, faultAt } = await run('matcher', 1_500);
    expect([claim.fault?.hook, faultAt]).toEqual(['onBar', 5 * 60_000]);
    expect(claim.fault?.message).toBe('it ran for more than 1500 ms and was stopped');
  }, 60_000);

  it.each([
    [
      'a loop',
      'eater',
      'const eaten = []; while (true) eaten.push(new Array(1_000).fill(bar.close));',
      'this loop takes more than 64 MB of memory',
    ],
    [
      'a list of numbers',
      'counter',
      'const eaten = []; for (let n = 0; ; n += 1) eaten.push(n);',
      'this loop takes more than 64 MB of memory',
    ],
    [
      'a call',
      'caller',
      'const grow = (text) => grow([text, text.map((one) => one + 1)].flat()); grow([1, 2, 3]);',
      'calling this takes more than 64 MB of memory',
    ],
    [
      'what is let go at once',
      'gulper',
      'Array.from({ length: 3_000_000 }, (_, n) => ({ n }));',
      'calling this takes more than 64 MB of memory',
    ],
  ])(
    'names hook and bar, and the line that can be known, where %s takes all memory',
    async (_, name, code, message) => {
      await strategy(name, `if (ctx.state.bars === 3) ctx.buy(symbol, '1'); if (ctx.state.bars === 5) { ${code} }`);
      const { strategies } = await backtestInSandbox(order(name), { strategies: join(folder, 'strategies'), memory: 64 });
      const [said] = strategies;
      expect([said!.claim.fault?.hook, said!.faultAt]).toEqual(['onBar', 5 * 60_000]);
      expect(said!.claim.fault?.message).toContain(message);
      if (!message.startsWith('it ran')) expect(said!.claim.fault?.message).toContain(`(${name}/src/index.js:8)`);
      const outside = playPlanned(said!, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] }, claimedHost(said!.claim));
      expect([outside.fills.length, outside.fault?.at]).toEqual([1, 5 * 60_000]);
    },
    60_000,
  );

  it.each([
    [
      'a loop',
      'stuffer',
      'const all = []; for (;;) all.push(new Float64Array(1e6).fill(bar.close));',
      /^this loop takes more than 320 MB of memory \(stuffer\/src\/index\.js:8\)$/,
    ],
    [
      'one call',
      'gorger',
      'new Float64Array(1e8).fill(bar.close);',
      /^it ran out of memory; it may take 64 MB, and 256 MB in typed arrays$/,
    ],
    ['bar by bar', 'stasher', 'stash(bar.close);', /^the strategy keeps more than 320 MB of memory$/],
  ])(
    'names hook and bar, and the line that can be known, where %s fills typed arrays',
    async (_, name, code, message) => {
      const prelude = 'const kept = []; const stash = (price) => kept.push(new Float64Array(2e7).fill(price));';
      await strategy(name, `if (ctx.state.bars >= 5) { ${code} }`, { prelude });
      const { strategies, trouble } = await backtestInSandbox(order(name), { strategies: join(folder, 'strategies'), memory: 64 });
      expect([trouble, strategies[0]!.claim.fault]).toEqual([
        'memory',
        expect.objectContaining({ hook: 'onBar', message: expect.stringMatching(message) as string }),
      ]);
      expect(strategies[0]!.faultAt).toBeGreaterThanOrEqual(5 * 60_000);
    },
    60_000,
  );

  it('names hook and bar of what breaks the process', async () => {
    await strategy('splitter', "if (ctx.state.bars === 5) 'x'.repeat(2 ** 28).split('');");
    const { claim, faultAt, trouble } = await run('splitter');
    expect([claim.fault?.hook, faultAt, trouble]).toEqual(['onBar', 5 * 60_000, 'crash']);
    expect(claim.fault?.message).toMatch(/^the sandbox ended with SIG[A-Z]+: Fatal JavaScript invalid size error/);
  }, 60_000);

  it('cuts short what an error quotes', async () => {
    await strategy('quoter', "if (ctx.state.bars === 5) throw new Error('x'.repeat(100_000));");
    expect((await run('quoter')).claim.fault?.message).toMatch(/^x{2000} \(quoter\/src\/index\.js:8\)$/);
  });

  it('blames no loop for what was kept bar by bar', async () => {
    await strategy('keeper', 'for (let n = 0; n < 100; n += 1) kept.push(new Array(9_000).fill(bar.close));', {
      prelude: 'const kept = [];',
    });
    const { strategies } = await backtestInSandbox(order('keeper'), { strategies: join(folder, 'strategies'), memory: 64 });
    expect(strategies[0]!.claim.fault).toMatchObject({ hook: 'onBar', message: 'the strategy keeps more than 64 MB of memory' });
    expect(strategies[0]!.faultAt).not.toBeNull();
  }, 60_000);

  it('names the line of a throw that is no Error', async () => {
    await strategy('shouter', "if (ctx.state.bars === 5) throw 'no idea';");
    expect((await run('shouter')).claim.fault).toMatchObject({
      hook: 'onBar',
      message: `onBar threw "no idea", which is not an Error and does not know its line; throw new Error('…') instead (shouter/src/index.js:8)`,
    });
  });

  it('holds several strategies of an account, of which one that does not end takes none with it', async () => {
    await strategy('every-ten', "if (ctx.state.bars % 10 === 0) ctx[ctx.state.bars % 20 === 0 ? 'buy' : 'sell'](symbol, '1');");
    await strategy(
      'stuck',
      "if (ctx.state.bars === 3) ctx.buy(symbol, '1'); if (ctx.state.bars === 5) while (bar.close > 0) ctx.state.bars += 0;",
    );
    const said = await together(['every-ten', 'stuck', 'every-ten'], 1_500);
    expect(said.strategies.map(({ name, claim }) => [name, claim.fault?.message ?? null])).toEqual([
      ['every-ten', null],
      ['stuck', 'this loop does not end: it went round 5,000,000 times (stuck/src/index.js:8)'],
      ['every-ten', null],
    ]);
    const hosted = said.strategies.map((one, place) => ({ ...one, host: claimedHost(one.claim, place) }));
    const outside = playTogether(hosted, { ...terms, markets: [{ market: marketOf(market), tape: tapeOf() }] });
    expect(fillHash(outside.fills)).toBe(said.fillHash);
    const counts = outside.shares!.map(({ deploymentId }) => outside.fills.filter((fill) => fill.deploymentId === deploymentId).length);
    expect(counts).toEqual([19, 1, 19]);
  });

  it('refuses parameters with the reason, and a strategy that is not there', async () => {
    const strategies = join(folder, 'strategies');
    const without = { ...order('every-ten'), strategies: [{ strategy: 'every-ten', params: {} }] };
    await expect(backtestInSandbox(without, { strategies })).rejects.toThrow('symbol');
    await expect(run('nobody')).rejects.toThrow(/^There is no strategy "nobody"\. .*"npm run build" installs what is new\.$/);
  });

  // ctx.log.info was documented as kept in backtests, and its lines went nowhere.
  it('tells what strategies wrote to their logs, the first and the last 100 lines of each', async () => {
    await strategy('talker', "if (ctx.state.bars % 100 === 0) ctx.log.warn(`close ${bar.close}`); ctx.log.debug('unheard');");
    await strategy('chatter', 'ctx.log.info(`one of ${ctx.state.bars}`); ctx.log.info(`two of ${ctx.state.bars}`);');
    await strategy('silent', '');
    const { strategies } = await together(['talker', 'chatter', 'silent']);
    const [talker, chatter, silent] = strategies.map(({ log }) => log);
    expect(talker).toEqual({
      first: [
        { at: 6_000_000, level: 'warn', message: 'close 101' },
        { at: 12_000_000, level: 'warn', message: 'close 103' },
      ],
      leftOut: 0,
      last: [],
    });
    const { first, leftOut, last } = chatter!;
    const ends = [first[0], first.at(-1), last[0], last.at(-1)].map((line) => line!.message);
    expect([first.length, leftOut, last.length]).toEqual([100, 200, 100]);
    expect(ends).toEqual(['one of 1', 'two of 50', 'one of 151', 'two of 200']);
    expect(silent).toEqual({ first: [], leftOut: 0, last: [] });
  });

  it('takes what strategies write to the console for lines of their logs', async () => {
    await strategy('console', 'if (ctx.state.bars > 2) console.log(symbol, { bars: ctx.state.bars });');
    await strategy('console-warning', "if (ctx.state.bars === 7) console.error('seventh');");
    const { strategies } = await together(['console', 'console-warning']);
    expect(strategies.map(({ log }) => log.first.slice(0, 1))).toEqual([
      [{ at: 3 * 60_000, level: 'info', message: `${SYMBOL} {"bars":3}` }],
      [{ at: 7 * 60_000, level: 'warn', message: 'seventh' }],
    ]);
  });

  it.each([
    ['it threw', "ctx.log.warn('about to'); throw new Error('boom');"],
    ['it threw what has no line', "ctx.log.warn('about to'); throw 'boom';"],
    ['it returned what it may not', "ctx.log.warn('about to'); return Promise.resolve();"],
    ['its loop did not end', "ctx.log.warn('about to'); for (;;);"],
    ['it left a state that cannot be kept', "ctx.log.warn('about to'); ctx.state.x = NaN;"],
  ])('tells what a strategy wrote before and in the hook in which %s', async (how, end) => {
    const name = `last-words-${how.replaceAll(' ', '-')}`;
    await strategy(name, `ctx.log.info('bar ' + ctx.state.bars); if (ctx.state.bars === 3) { ${end} }`);
    const { claim, log } = await run(name, 1_500);
    expect(claim.fault?.hook).toBe('onBar');
    expect(log.first.map(({ at, message }) => [at / 60_000, message])).toEqual([
      [1, 'bar 1'],
      [2, 'bar 2'],
      [3, 'bar 3'],
      [3, 'about to'],
    ]);
  });

  // A text with a null character cannot be stored in the database.
  it('tells a fault and lines in text that can be stored', async () => {
    await strategy('binary', "ctx.log.info('a\\0b'); throw new Error('c\\0d');");
    const { claim, log } = await run('binary');
    expect([claim.fault?.message, log.first[0]?.message]).toEqual([expect.stringMatching(/^c\ufffdd /), 'a\ufffdb']);
  });

  it('tells them of a strategy that runs alone too', async () => {
    await strategy(
      'trader',
      "if (ctx.state.bars === 50) { ctx.buy(symbol, '1'); ctx.log.info('in'); } if (ctx.state.bars === 60) ctx.log.info('on');",
    );
    const { strategies } = await together(['trader']);
    expect(strategies[0]!.log.first.map(({ at, message }) => [at / 60_000, message])).toEqual([
      [50, 'in'],
      [60, 'on'],
    ]);
  });
});
