import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@libs/research';
import { EXIT } from '../exit-code';
import { Terminal } from '../terminal/terminal';
import { lintVerb, testVerb } from './check-strategy';
import { listStrategies } from './list-strategies';
import { newStrategy } from './new-strategy';

const EIGHT = ['mixed', 'rising', 'falling', 'flat', 'silent', 'spikes', 'jumps', 'worthless'];

describe('plimsoll strategy', () => {
  let folder: string;
  let out = '';
  const terminal = new Terminal({ json: true, out: (text) => (out += text), err: () => undefined });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plimsoll-strategy-verb-'));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  beforeEach(() => {
    out = '';
  });

  const problemsIn = (text: string): readonly string[] =>
    (JSON.parse(text) as { problems: Problem[] }).problems.map(({ rule, line }) => (line === null ? rule : `${rule} ${line}`));

  /** A strategy whose hook is this; its `onBar` begins on line 12. */
  async function written(name: string, onBar: string, head = ''): Promise<string> {
    const path = join(folder, name);
    await mkdir(join(path, 'src'), { recursive: true });
    await writeFile(join(path, 'src/index.ts'), "export { strategy } from './strategy';\n");
    await writeFile(
      join(path, 'src/strategy.ts'),
      `import { defineStrategy, param } from '@libs/sdk';
${head}
export const strategy = defineStrategy({
  name: '${name}', version: '1.0.0', title: 'T', description: 'For a test.',
  params: {
    symbol: param.symbol({ description: 'What to trade' }),
    size: param.number({ default: 1, description: '' }),
  },
  watches: ({ symbol }) => [{ symbol, interval: '1m' }],
  warmUp: () => 5,
  state: () => ({ bars: 0 }),
  onBar: (ctx, { symbol, bar }) => {
    ctx.state.bars += 1;
    ${onBar}
  },
});
`,
    );
    return path;
  }

  it('makes a strategy that passes its own lint and test, and never writes over one', async () => {
    expect(await newStrategy('night-owl', { folder }, terminal)).toBe(EXIT.ok);
    expect(await readFile(join(folder, 'night-owl/README.md'), 'utf8')).toContain('## When it loses');
    await expect(newStrategy('night-owl', { folder }, terminal)).rejects.toMatchObject({ exitCode: EXIT.badInput });
    await expect(newStrategy('Night owl', { folder }, terminal)).rejects.toThrow('lower-case words with dashes');

    out = '';
    expect(await lintVerb(join(folder, 'night-owl'), [], terminal)).toBe(EXIT.ok);
    expect(problemsIn(out)).toEqual([]);

    out = '';
    expect(await testVerb(join(folder, 'night-owl'), { param: ['period=20'] }, terminal)).toBe(EXIT.ok);
    const { runs, lookahead, params } = JSON.parse(out) as {
      runs: { market: string; fills: number }[];
      lookahead: { findings: unknown[] };
      params: object;
    };
    expect(params).toEqual({ symbol: 'BTC/USDT:USDT', period: 20 });
    expect(runs.map(({ market }) => market)).toEqual(EIGHT);
    expect(runs[0]!.fills).toBeGreaterThan(5);
    expect(lookahead.findings).toEqual([]);
  }, 120_000);

  it('names the file and line of what cannot work', async () => {
    const path = await written(
      'hasty',
      'if (Date.now() > 0 && Math.random() > 2) ctx.buy(symbol, String(bar.close));',
      "import { readFileSync } from 'node:fs';",
    );
    expect(await lintVerb(path, [], terminal)).toBe(EXIT.different);
    expect(problemsIn(out)).toEqual([
      'clock hasty/src/strategy.ts:14',
      'chance hasty/src/strategy.ts:14',
      'import hasty/src/strategy.ts:2',
      'definition',
      'readme',
    ]);
  });

  it('names a parameter without a word or a range, a missing page and a missing spec', async () => {
    const path = await written('silent', 'void [symbol, bar];');
    expect(await lintVerb(path, [], terminal)).toBe(EXIT.different);
    expect(problemsIn(out)).toEqual(['parameter silent/src/strategy.ts:7', 'spec', 'readme']);
    expect(out).toContain('the description of parameter \\"size\\" is \\"\\"; say what it is in 5 characters or more');

    out = '';
    await writeFile(join(path, 'README.md'), '# Silent\n\nIts `size`, its `symbol`.\n\n## When it loses\n\nOften.\n');
    await lintVerb(path, [], terminal);
    expect(out).toContain('\\"When it loses\\" has 1 words under it; say in 8 or more in which markets the strategy loses');
  });

  it('names hook, bar and line of a strategy that fails, and plays the other markets all the same', async () => {
    const path = await written('fragile', "if (bar.close > 1500) throw new Error('so high'); if (bar.volume < 0) ctx.buy(symbol, '1');");
    expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
    const { problems, runs } = JSON.parse(out) as { problems: Problem[]; runs: { market: string }[] };
    expect(problems.filter(({ rule }) => rule === 'fails').map(({ line }) => line)).toContain('fragile/src/strategy.ts:14');
    expect(problems.find(({ rule }) => rule === 'fails')?.message).toMatch(/^onBar failed at 20\d\d-.*Z in a market that .*: so high$/);
    expect(runs.map(({ market }) => market)).toEqual(expect.arrayContaining(['falling', 'flat', 'silent']));
  }, 60_000);

  it('plays books and trades to a strategy that follows them, and names hook and line of one that counts on both sides', async () => {
    const path = await written('lopsided', 'void [symbol, bar]; }, onOrderBook: ({ state }, { asks }) => {\n    state.bars = asks[0]![0];');
    const file = join(path, 'src/strategy.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace("interval: '1m' }]", "interval: '1m' }, { symbol, book: 5 }]"));
    expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
    const { problems, runs } = JSON.parse(out) as { problems: Problem[]; runs: { market: string; bars: number; moments: number }[] };
    const failed = problems.filter(({ rule }) => rule === 'fails');
    expect(failed.map(({ line }) => line)).toEqual(['lopsided/src/strategy.ts:15', 'lopsided/src/strategy.ts:15']);
    expect(failed[0]!.message).toMatch(/^onOrderBook failed at 20.*Z in a market that has nobody on one side of its book now and then: /);
    expect(failed[1]!.message).toMatch(/ in a market that loses its book now and then /);
    expect(runs.map(({ market }) => market)).toEqual([...EIGHT, 'wide']);
    // Four moments a bar and 600 bars, of which five warm up.
    expect(runs[0]).toMatchObject({ bars: 595, moments: 2_400 });
  }, 120_000);

  it.each([
    ['does not end', 'hangs', 'for (;;);', /this loop does not end: it went round 5,000,000 times$/],
    [
      'takes all memory',
      'eats',
      'for (const eaten: unknown[] = []; ; ) eaten.push(new Array(10_000).fill(bar.close));',
      // Whichever comes first on this machine.
      /this loop takes more than (\d+ MB of memory|2000 ms)$/,
    ],
  ])(
    'names hook, bar and line of a hook that %s, and plays no other market',
    async (_, name, code, message) => {
      const path = await written(name, `if (ctx.state.bars > 50) ${code} if (bar.volume < 0) ctx.buy(symbol, '1');`);
      expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
      const { problems, runs } = JSON.parse(out) as { problems: Problem[]; runs: unknown[] };
      expect(problems.map(({ rule, line }) => [rule, line])).toEqual([
        ['fails', `${name}/src/strategy.ts:14`],
        ['not-played', null],
      ]);
      expect(problems[0]!.message).toMatch(/^onBar failed at 20\d\d-.*Z in a market that /);
      expect(problems[0]!.message).toMatch(message);
      expect(runs).toEqual([]);
    },
    60_000,
  );

  it.each([
    [
      'loses a part of the state',
      'loser',
      '({})',
      /^at 20.*Z its state differs after onBar once it was saved and .*: onSave and onLoad do not restore "bars" exactly/,
    ],
    ['throws', 'thrower', "{ throw new Error('no room'); }", /^at 20.*Z onSave fails when the state is saved and .*: no room$/],
    ['does not end', 'waiter', '{ for (;;); }', /^onSave at 20.*Z: this loop does not end/],
  ])(
    'names the line of an onSave that %s',
    async (_, name, save, message) => {
      const path = await written(name, `void [symbol, bar]; }, onLoad: () => ({ bars: 0 }),\nonSave: () => ${save}, onTimer: () => {`);
      expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
      const [found, ...others] = (JSON.parse(out) as { problems: Problem[] }).problems.filter(({ severity }) => severity === 'error');
      expect(others).toEqual([]);
      expect(found!.message).toMatch(message);
      // The state that is loaded is at fault where nothing fails.
      expect(found!.line).toBe(`${name}/src/strategy.ts:${name === 'loser' ? 14 : 15}`);
    },
    60_000,
  );

  it('tells it signals in markets that begin with the first, says which come too late, and that there were none', async () => {
    const hears = 'void [symbol, bar]; }, onSignal: (ctx, { value }) => { if (!ctx.warmingUp) ctx.buy(ctx.params.symbol, String(value));';
    const path = await written('hearing', hears);
    const file = join(folder, 'signals.jsonl');
    const at = ['2026-03-01T12:00:30Z', '2026-03-01T13:00:30Z', '2027-03-01T12:00:30Z'];
    await writeFile(file, at.map((time) => `{"at":"${time}","name":"size","value":1}\n`).join(''));
    expect(await testVerb(path, { param: ['size=1'], signals: file }, terminal)).toBe(EXIT.ok);
    // 2 · 100 + 260 bars are less than the 600 that there are at least; five of them, of a minute, warm up.
    expect(JSON.parse(out)).toMatchObject({
      runs: Array.from({ length: 8 }, () => ({ fills: 2 })),
      signals: { given: 3, told: 2, until: '2026-03-01T21:55:00.000Z' },
    });
    out = '';
    const spoken = new Terminal({ json: false, out: (text) => (out += text), err: () => undefined });
    await testVerb(path, { param: ['size=1'] }, spoken);
    expect(out).toContain('  signals: none, so its onSignal was not called; --signals <file> gives some, as to "plimsoll backtest"\n');
    const deaf = await written('deaf', 'void [symbol, bar];');
    await expect(testVerb(deaf, { param: [], signals: file }, terminal)).rejects.toThrow(
      '--signals is given; it must be left out where no strategy has an onSignal hook.',
    );
  }, 120_000);

  // With the same market twice it never saw two bars that differ, and was called clean.
  it('plays two markets to a strategy that trades one by another, and finds that it counts on their order', async () => {
    const path = await written(
      'follower',
      `if (symbol === ctx.params.leader) ctx.state.bars = bar.close;
    else if (!ctx.warmingUp && !ctx.hasOpenOrders(symbol)) {
      if (ctx.state.bars % 2 < 1) ctx.closePosition(symbol);
      else if (ctx.position(symbol).side === 'FLAT') ctx.buy(symbol, '1');
    }`,
    );
    const file = join(path, 'src/strategy.ts');
    const text = await readFile(file, 'utf8');
    const paired = text
      .replace("size: param.number({ default: 1, description: '' }),", "leader: param.symbol({ description: 'What leads' }),")
      .replace("[{ symbol, interval: '1m' }]", "[symbol, leader].map((one) => ({ symbol: one, interval: '1m' }))")
      .replace('({ symbol }) =>', '({ symbol, leader }) =>');
    await writeFile(file, paired);
    expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
    expect(problemsIn(out)).toEqual([expect.stringMatching(/^arrival-order follower/)]);
    expect(JSON.parse(out)).toMatchObject({ params: { symbol: 'BTC/USDT:USDT', leader: 'ETH/USDT:USDT' } });
  }, 120_000);

  it('looks at the state after each event, so that one which is bad for a bar is found', async () => {
    const path = await written(
      'blinks',
      "(ctx.state as { x?: number }).x = ctx.state.bars % 100 === 50 ? NaN : 1; if (bar.volume < 0) ctx.buy(symbol, '1');",
    );
    expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
    const { problems } = JSON.parse(out) as { problems: Problem[] };
    expect(problems[0]).toMatchObject({ rule: 'fails', message: expect.stringMatching(/^onBar failed at 20.*: state.x is NaN/) as string });
  }, 60_000);

  it('names the line of a syntax error, and what is not there', async () => {
    const path = await written('broken', 'if (');
    expect(await lintVerb(path, [], terminal)).toBe(EXIT.different);
    expect(problemsIn(out)[0]).toBe('syntax');
    out = '';
    expect(await testVerb(path, { param: [] }, terminal)).toBe(EXIT.different);
    expect(problemsIn(out)).toEqual(['syntax']);
    await expect(testVerb(path, { param: ['size=2'] }, terminal)).rejects.toMatchObject({ exitCode: EXIT.badInput });
    await expect(lintVerb('nobody', [], terminal)).rejects.toMatchObject({ exitCode: EXIT.badInput });
  });

  it('lists what is installed with its parameters', async () => {
    expect(await listStrategies(terminal)).toBe(EXIT.ok);
    const { strategies } = JSON.parse(out) as { strategies: { name: string; parameters: { name: string }[] }[] };
    expect(strategies.find(({ name }) => name === 'ema-cross')?.parameters.map(({ name }) => name)).toContain('slow');
  });
});
