import { kill } from 'node:process';
import { encodeClientOrderId } from '@libs/kernel';
import type { Delivery, SavedStrategy, StrategyAnswer } from '@libs/sdk';
import { deliveriesTo, withStrategies } from '@libs/testkit';
import { StrategySandbox } from './strategy-sandbox';
import type { SandboxFault, SandboxOptions } from './strategy-sandbox';

const strategies = withStrategies({
  counter: `onBar: (ctx, { bar }) => { ctx.state.n += bar.close / 3; ctx.buy(ctx.params.symbol, '0.1'); },`,
  keeper: `onBar: (ctx) => {
    ctx.state.text = [ctx.buy(ctx.params.symbol, '0.1', { price: '9' }), ctx.sell(ctx.params.symbol, '0.1')].join();
    ctx.log.info(ctx.state.text);
  },`,
  looper: `onBar: () => { for (;;); },`,
  thrower: `onBar: (ctx, { bar }) => {
    if (bar.close > 1) throw new TypeError('too high');
  },`,
  hoarder: `onBar: () => { const all = []; for (;;) all.push(new Array(1e5).fill(all.length)); },`,
  hamster: `onBar: () => { const all = []; for (;;) all.push(new Float64Array(1e6).fill(1)); },`,
  talker: `onBar: (ctx, { bar }) => { console.log('close', bar.close, { a: 1 }); console.error(new RangeError('hm')); ctx.log.debug('mine'); },`,
  chatterbox: `onBar: (ctx) => { ctx.state.text = 'x'.repeat(250_000); for (let n = 0; n < 200; n += 1) ctx.log.info('y'.repeat(2_000)); },`,
  babbler: `onBar: (ctx, { bar }) => {
    if (bar.close > 1) throw new Error('no\\0 \\ud83d');
    ctx.decide({ action: 'a\\0', why: 'half a \\ud83d', values: { 'k\\0': 1 } });
    ctx.buy(ctx.params.symbol, '0.1', { tag: 't\\0' });
    ctx.log.info('\\udc00');
  },`,
  shortened: `onBar: (ctx, { bar }) => { ctx.state.n += bar.close; },
    onSave: ({ n }) => ({ text: 'n=' + n }),
    onLoad: ({ saved }) => ({ n: Number(saved.text.slice(2)) }),`,
  dealer: `onBar: (ctx) => {
    const symbol = ctx.params.symbol;
    ctx.bracket(symbol, { entry: { side: 'BUY', quantity: '0.2', price: '9', postOnly: true, tag: 'in' }, stopLoss: '8', takeProfit: '11' });
    ctx.sell(symbol, '0.1', { stop: '7', reduceOnly: true });
    ctx.amend('someorder00000000000000000000000000', { price: '3', quantity: '4' });
  },`,
  unsavable: `onBar: () => {}, onSave: () => { throw new TypeError('not today'); },`,
  stuck: `onBar: () => {}, onSave: () => { for (;;); },`,
  forgetful: { prelude: 'let outside = 0;', body: `onBar: (ctx) => { outside += 1; ctx.state.n = outside; },` },
});

/** Of deployments that send orders, whose ids are made of it. */
const idOf = (name: string): string => `00000000-0000-4000-8000-${Buffer.from(name).toString('hex').slice(0, 12).padStart(12, '0')}`;
const [COUNTER, DEALER, BABBLER, KEEPER] = ['counter', 'dealer', 'babbler', 'keeper'].map(idOf) as [string, string, string, string];

class Probe {
  readonly answers: StrategyAnswer[] = [];
  readonly faults: SandboxFault[] = [];
  readonly restarts: string[] = [];
  readonly sandbox: StrategySandbox;
  private wake: () => void = () => undefined;

  constructor(options: Partial<SandboxOptions> = {}) {
    this.sandbox = new StrategySandbox({
      strategies: strategies.folder,
      onAnswer: (answer) => (this.answers.push(answer), this.wake()),
      onFault: (fault) => (this.faults.push(fault), this.wake()),
      onRestart: (message) => (this.restarts.push(message), this.wake()),
      ...options,
    });
  }

  start(deploymentId: string, strategy = deploymentId): ReturnType<typeof deliveriesTo> {
    const next = deliveriesTo(deploymentId);
    this.sandbox.load({ deploymentId, strategy, strategyVersion: '1.0.0', params: {} });
    this.deliver(next.init(), next.start());
    return next;
  }

  deliver(...deliveries: Delivery[]): void {
    for (const delivery of deliveries) this.sandbox.deliver(delivery);
  }

  async until(happened: () => boolean): Promise<void> {
    while (!happened()) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}

let probe: Probe;
let kept: SavedStrategy;
const open = (options: Partial<SandboxOptions> = {}): Probe => (probe = new Probe(options));

afterEach(() => probe.sandbox.close());
afterAll(() => strategies.remove());

describe('StrategySandbox', () => {
  it('answers each delivery once and in order', async () => {
    const { answers } = open();
    const next = probe.start(COUNTER, 'counter');
    probe.deliver(...[1, 2, 3].map((close) => next.bar(close)));
    await probe.until(() => answers.length === 5);
    expect(answers.map(({ upTo, commands }) => [upTo, commands.length])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
  });

  it('lets every kind of command through as it was given', async () => {
    open();
    const next = probe.start(DEALER, 'dealer');
    probe.deliver(next.bar(1));
    await probe.until(() => probe.answers.length === 3 || probe.faults.length > 0);
    const order = { symbol: 'BTC/USDT', reduceOnly: false, postOnly: false };
    expect(probe.answers[2]!.commands).toEqual([
      {
        kind: 'bracket',
        stopLoss: '8',
        takeProfit: '11',
        entry: { ...order, side: 'BUY', type: 'LIMIT', quantity: '0.2', price: '9', timeInForce: 'GTC', postOnly: true, tag: 'in' },
      },
      { ...order, kind: 'submit', side: 'SELL', type: 'MARKET', quantity: '0.1', stop: '7', timeInForce: 'IOC', reduceOnly: true },
      { kind: 'amend', clientOrderId: 'someorder00000000000000000000000000', quantity: '4', price: '3' },
    ]);
  });

  it('gives for an order the id that the core makes of its delivery and place, after a restart too', async () => {
    const said: string[] = [];
    for (const saved of [false, true]) {
      open();
      const next = saved ? deliveriesTo(KEEPER, 3) : probe.start(KEEPER, 'keeper');
      if (saved) probe.sandbox.load({ deploymentId: KEEPER, strategy: 'keeper', strategyVersion: '1.0.0', params: {}, saved: kept });
      probe.deliver(next.bar(1));
      await probe.until(() => probe.answers.some(({ upTo }) => upTo === (saved ? 3 : 2)));
      said.push(...probe.answers.at(-1)!.logs.map(({ message }) => message));
      kept = (await probe.sandbox.snapshot())[KEEPER]!.state;
      if (!saved) await probe.sandbox.close();
    }
    const id = (inputSeq: number, index: number): string => encodeClientOrderId({ deploymentId: KEEPER, inputSeq, index });
    expect(said).toEqual([`${id(2, 0)},${id(2, 1)}`, `${id(3, 0)},${id(3, 1)}`]);
  });

  it('goes on from a snapshot with the same hashes as an unbroken run', async () => {
    const closes = [0.1, 0.7, 104217.53, 3, 9];
    open();
    const next = probe.start(COUNTER, 'counter');
    probe.deliver(...closes.slice(0, 3).map((close) => next.bar(close)));
    const snapshot = await probe.sandbox.snapshot();
    probe.deliver(...closes.slice(3).map((close) => next.bar(close)));
    await probe.until(() => probe.answers.length === 7);
    const whole = probe.answers.slice(-2);
    await probe.sandbox.close();

    open();
    const state = JSON.parse(JSON.stringify(snapshot[COUNTER]!.state)) as SavedStrategy;
    probe.sandbox.load({ deploymentId: COUNTER, strategy: 'counter', strategyVersion: '1.0.0', params: {}, saved: state });
    const later = deliveriesTo(COUNTER, state.upTo + 1);
    probe.deliver(...closes.slice(3).map((close) => later.bar(close)));
    await probe.until(() => probe.answers.length === 2);
    expect(probe.answers).toEqual(whole);
  });

  it('keeps what onSave gives, and goes on from what onLoad makes of it', async () => {
    open();
    const next = probe.start('shortened');
    probe.deliver(next.bar(1), next.bar(2));
    const { state } = (await probe.sandbox.snapshot())['shortened']!;
    probe.deliver(next.bar(4));
    await probe.until(() => probe.answers.length === 5);
    expect([state.state, state.version]).toEqual(['{"text":"n=3"}', '1.0.0']);
    const [whole] = probe.answers.slice(-1);
    await probe.sandbox.close();

    open();
    probe.sandbox.load({ deploymentId: 'shortened', strategy: 'shortened', strategyVersion: '1.0.0', params: {}, saved: state });
    probe.deliver(deliveriesTo('shortened', state.upTo + 1).bar(4));
    await probe.until(() => probe.answers.length === 1);
    expect(probe.answers[0]).toEqual(whole);
  });

  it('stops a strategy whose onSave throws, and keeps all others', async () => {
    open();
    const next = probe.start(COUNTER, 'counter');
    probe.start('unsavable');
    const snapshot = await probe.sandbox.snapshot();
    expect(Object.keys(snapshot)).toEqual([COUNTER]);
    expect(probe.faults).toMatchObject([{ deploymentId: 'unsavable', hook: 'onSave', message: expect.stringMatching(/^not today/) }]);
    probe.deliver(next.bar(1));
    await probe.until(() => probe.answers.length === 5);
  });

  it('finds the strategy whose onSave never ends, and takes the snapshot without it', async () => {
    open({ loadDeadline: 300 });
    probe.start(COUNTER, 'counter');
    probe.start('stuck');
    probe.start('talker');
    const snapshot = await probe.sandbox.snapshot();
    expect(Object.keys(snapshot).sort()).toEqual([COUNTER, 'talker']);
    expect(probe.faults).toMatchObject([{ deploymentId: 'stuck', hook: 'onSave' }]);
    expect(probe.restarts).toHaveLength(2);
  });

  it('shows in a snapshot nothing that was delivered after it was asked for, though the process died between', async () => {
    open();
    const next = probe.start(COUNTER, 'counter');
    probe.deliver(next.bar(1));
    await probe.until(() => probe.answers.length === 3);
    kill(probe.sandbox.pid!, 'SIGKILL');
    const snapshot = probe.sandbox.snapshot();
    probe.deliver(next.bar(2), next.bar(3));
    expect((await snapshot)[COUNTER]!.state.upTo).toBe(2);
    await probe.until(() => probe.answers.length === 5);
  });

  it('takes from what a strategy says all that the database could not keep', async () => {
    open();
    const next = probe.start(BABBLER, 'babbler');
    probe.deliver(next.bar(1), next.bar(2));
    await probe.until(() => probe.faults.length === 1);
    expect(probe.answers[2]).toMatchObject({
      decision: { action: 'a\uFFFD', why: 'half a \uFFFD', values: { 'k\uFFFD': 1 } },
      commands: [{ tag: 't\uFFFD' }],
      logs: [{ message: '\uFFFD' }],
    });
    expect(probe.faults[0]!.message).toMatch(/^no\uFFFD \uFFFD/);
  });

  it('stops a loop after its deadline, names the hook, and lets the others go on', async () => {
    open({ deadline: 300 });
    const good = probe.start(COUNTER, 'counter');
    const bad = probe.start('looper');
    await probe.until(() => probe.answers.length === 4);
    probe.deliver(good.bar(1), bad.bar(1), good.bar(2));
    await probe.until(() => probe.answers.length === 6);
    expect(probe.faults).toEqual([
      { deploymentId: 'looper', inputSeq: 2, hook: 'onBar', message: 'onBar took longer than 300 ms and was stopped', stack: '' },
    ]);
    expect(probe.restarts).toHaveLength(1);
    expect(probe.answers.slice(-2).map(({ deploymentId, upTo }) => [deploymentId, upTo])).toEqual([
      [COUNTER, 2],
      [COUNTER, 3],
    ]);
  });

  it('reports a throw with its hook, delivery and line, once', async () => {
    open();
    const next = probe.start('thrower');
    probe.deliver(next.bar(1), next.bar(2), next.bar(1), next.bar(1));
    await probe.until(() => probe.faults.length > 0);
    expect(probe.faults[0]).toMatchObject({
      deploymentId: 'thrower',
      inputSeq: 3,
      hook: 'onBar',
      message: 'too high (thrower/src/index.js:11)',
    });
    await probe.sandbox.snapshot();
    expect(probe.faults).toHaveLength(1);
    expect(probe.answers).toHaveLength(3);
  });

  it('reports a strategy that cannot be loaded', async () => {
    open();
    probe.sandbox.load({ deploymentId: 'd', strategy: 'missing', strategyVersion: '1.0.0', params: {} });
    probe.sandbox.load({ deploymentId: 'e', strategy: 'counter', strategyVersion: '1.0.0', params: { symbol: 'x' } });
    await probe.until(() => probe.faults.length === 2);
    expect(probe.faults.map(({ deploymentId, hook, message }) => [deploymentId, hook, message])).toEqual([
      ['d', 'load', expect.stringContaining('There is no strategy "missing".')],
      ['e', 'load', expect.stringContaining('symbol is "x"')],
    ]);
  });

  it('puts out a strategy that fills memory, and only that one', async () => {
    open({ memory: 32, deadline: 20_000 });
    const good = probe.start(COUNTER, 'counter');
    const bad = probe.start('hoarder');
    probe.deliver(good.bar(1), bad.bar(1));
    await probe.until(() => probe.faults.length > 0);
    expect(probe.faults[0]).toMatchObject({
      deploymentId: 'hoarder',
      hook: 'onBar',
      message: expect.stringContaining('it ran out of memory') as string,
    });
    probe.deliver(good.bar(2));
    await probe.until(() => probe.answers.some(({ deploymentId, upTo }) => deploymentId === COUNTER && upTo === 3));
  }, 60_000);

  it('puts out a strategy that fills memory outside the heap', async () => {
    open({ deadline: 20_000 });
    const bad = probe.start('hamster');
    probe.deliver(bad.bar(1));
    await probe.until(() => probe.faults.length > 0);
    expect(probe.faults[0]).toMatchObject({
      deploymentId: 'hamster',
      hook: 'onBar',
      message: 'onBar took more than 320 MB of memory and was stopped',
    });
  });

  it('comes back after its process was killed, without losing or repeating an answer', async () => {
    open();
    const next = probe.start(COUNTER, 'counter');
    for (let round = 0; round < 3; round += 1) {
      probe.deliver(next.bar(1), next.bar(2));
      await probe.until(() => probe.answers.length === 4 + round * 4);
      kill(probe.sandbox.pid!, 'SIGKILL');
      probe.deliver(next.bar(3), next.bar(4));
      await probe.until(() => probe.answers.length === 6 + round * 4);
    }
    expect(probe.answers.map(({ upTo }) => upTo)).toEqual([...Array(14).keys()]);
    expect(probe.faults).toEqual([]);
  });

  it('is patient with a process that the machine does not let run', async () => {
    open({ deadline: 200 });
    const next = probe.start(COUNTER, 'counter');
    await probe.until(() => probe.answers.length === 2);
    kill(probe.sandbox.pid!, 'SIGSTOP');
    probe.deliver(next.bar(1));
    await new Promise((resolve) => setTimeout(resolve, 600));
    kill(probe.sandbox.pid!, 'SIGCONT');
    await probe.until(() => probe.answers.length === 3);
    expect(probe.faults).toEqual([]);
  });

  it('stops a strategy that comes back different, because it kept something outside its state', async () => {
    open();
    const next = probe.start('forgetful');
    probe.deliver(next.bar(1));
    await probe.sandbox.snapshot();
    probe.deliver(next.bar(1));
    await probe.until(() => probe.answers.length === 4);
    kill(probe.sandbox.pid!, 'SIGKILL');
    await probe.until(() => probe.faults.length === 1);
    expect(probe.faults[0]?.message).toContain('keeps something outside ctx.state');
  });

  it('turns console into log lines of the hook', async () => {
    open();
    const next = probe.start('talker');
    probe.deliver(next.bar(7));
    await probe.until(() => probe.answers.length === 3);
    expect(probe.answers[2]?.logs).toEqual([
      { level: 'info', message: 'close 7 {"a":1}' },
      { level: 'warn', message: 'RangeError: hm' },
      { level: 'debug', message: 'mine' },
    ]);
  });

  it('cuts what a strategy logs, so that an answer stays small', async () => {
    open();
    const next = probe.start('chatterbox');
    probe.deliver(next.bar(1), next.bar(1));
    await probe.until(() => probe.answers.length === 4);
    expect(probe.answers[2]?.logs).toHaveLength(101);
    expect(JSON.stringify(probe.answers[2]).length).toBeLessThan(120_000);
    expect((await probe.sandbox.snapshot())['chatterbox']?.state.state.length).toBeGreaterThan(250_000);
  });

  it('leaves nothing running when closed, even in the middle of a loop', async () => {
    open();
    const next = probe.start('looper');
    await probe.until(() => probe.answers.length === 2);
    probe.deliver(next.bar(1));
    const { pid } = probe.sandbox;
    await probe.sandbox.close();
    expect(() => kill(pid!, 0)).toThrow('ESRCH');
    expect(probe.faults).toEqual([]);
  });
});
