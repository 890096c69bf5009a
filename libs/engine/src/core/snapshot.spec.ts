import fc from 'fast-check';
import { trustOf } from '@libs/kernel';
import type { TrustReason } from '@libs/kernel';
import type { StrategyCommand } from '@libs/sdk';
import type { Input, InputBody, VenueReport } from './input';
import { ACCOUNT, MANUAL, OTHER, PERP, SPOT, DEPLOYMENT, bar, market, terms } from './testing/core-driver';
import { readSnapshot, writeSnapshot } from './snapshot';
import { createState } from './state';
import { TradingCore } from './trading-core';

/** One move of a random world; what it becomes depends on what the core has open at that moment. */
type Move =
  | { readonly kind: 'quote'; readonly price: number }
  | { readonly kind: 'trust'; readonly symbol: string; readonly reasons: readonly TrustReason[] }
  | { readonly kind: 'bars'; readonly ahead: number }
  | { readonly kind: 'answer'; readonly commands: readonly StrategyCommand[] }
  | { readonly kind: 'report'; readonly pick: number; readonly what: number; readonly share: number }
  | { readonly kind: 'operator'; readonly what: number; readonly pick: number }
  | { readonly kind: 'session' };

const quantities = fc.constantFrom('0.5', '1', '2', '40', '0.0001');
const commands: fc.Arbitrary<StrategyCommand> = fc
  .record({
    side: fc.constantFrom('BUY' as const, 'SELL' as const),
    quantity: quantities,
    reduceOnly: fc.boolean(),
    symbol: fc.constantFrom(PERP, PERP, SPOT),
    limit: fc.boolean(),
  })
  .map(({ limit, ...rest }) => market({ ...rest, ...(limit ? { type: 'LIMIT', price: '100', timeInForce: 'GTC' } : {}) }));

const moves: fc.Arbitrary<Move> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('quote' as const), price: fc.integer({ min: 900, max: 1100 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('trust' as const),
      symbol: fc.constantFrom(PERP, SPOT),
      reasons: fc.constantFrom<readonly TrustReason[]>([], [], [], ['STALE'], ['FORMING']),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('bars' as const), ahead: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('answer' as const), commands: fc.array(commands, { maxLength: 2 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('report' as const),
      pick: fc.nat(9),
      what: fc.nat(12),
      share: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('operator' as const), what: fc.nat(6), pick: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('session' as const) }) },
);

/** Plays moves against a core and keeps the tape of inputs. */
class World {
  readonly core = TradingCore.create();
  readonly tape: Input[] = [];
  readonly log: string[] = [];
  private inbox = 0;
  private minute = 10;
  private readonly ids: string[] = [];
  private executions = 0;

  constructor() {
    const limits = { tickSize: '0.1', lotSize: '0.001', minQuantity: '0.001', maxQuantity: '100', minNotional: '5' };
    const shared = { venue: 'bybit', venueSymbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', settle: 'USDT', ...limits };
    this.step({ type: 'session-started', sessionId: 's0', startedAtWall: 0 });
    this.step({ type: 'instrument', instrument: { ...shared, symbol: PERP, category: 'linear' } });
    this.step({ type: 'instrument', instrument: { ...shared, symbol: SPOT, category: 'spot' } });
    this.operator({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: MANUAL });
    this.report({ kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] });
    for (const symbol of [PERP, SPOT]) this.step({ type: 'trust', symbol, ...trustOf([]) });
    for (const deploymentId of [DEPLOYMENT, OTHER])
      this.operator({ kind: 'deploy', terms: terms({ deploymentId, params: { $map: [1], nested: { $decimal: 'x' } } }) });
    for (const deploymentId of [DEPLOYMENT, OTHER])
      this.step({ type: 'history', deploymentId, symbol: PERP, interval: '1m', bars: [bar(8), bar(9)] });
  }

  play(move: Move): void {
    switch (move.kind) {
      case 'quote':
        for (const symbol of [PERP, SPOT])
          this.step({
            type: 'quote',
            symbol,
            bid: `${move.price / 10}`,
            bidSize: '1',
            ask: `${move.price / 10 + 0.1}`.slice(0, 5),
            askSize: '1',
          });
        return;
      case 'trust':
        return this.step({ type: 'trust', symbol: move.symbol, ...trustOf(move.reasons) });
      case 'bars':
        this.minute += move.ahead;
        this.step({ type: 'bar', symbol: PERP, interval: '1m', bar: bar(this.minute) });
        return this.step({
          type: 'history',
          deploymentId: DEPLOYMENT,
          symbol: PERP,
          interval: '1m',
          bars: [bar(this.minute - 1), bar(this.minute)],
        });
      case 'answer':
        for (const { deploymentId, inputSeq } of this.core.outstanding())
          this.step({ type: 'answer', answer: { deploymentId, upTo: inputSeq, commands: move.commands, logs: [], stateHash: 'h' } });
        return;
      case 'report':
        return this.report(this.reportOf(move));
      case 'operator':
        return this.operateAs(move);
      case 'session':
        return this.step({ type: 'session-started', sessionId: `s${this.tape.length}`, startedAtWall: 0 });
    }
  }

  private operateAs({ what, pick }: Extract<Move, { kind: 'operator' }>): void {
    if (what === 0)
      return this.operator({ kind: 'set-trading-state', state: (['ACTIVE', 'REDUCING', 'HALTED'] as const)[pick % 3]!, reason: 'random' });
    if (what === 1) return this.operator({ kind: 'stop-deployment', deploymentId: OTHER, reason: 'random' });
    const clientOrderId = this.ids[pick % Math.max(1, this.ids.length)] ?? 'none';
    if (what === 2) return this.operator({ kind: 'cancel-order', clientOrderId });
    if (what === 4) return this.operator({ kind: 'amend-order', clientOrderId, quantity: String(1 + pick), price: String(95 + pick) });
    if (what === 3) return this.step({ type: 'strategy-fault', deploymentId: OTHER, hook: 'onBar', message: 'random' });
    this.operator({
      kind: 'place-order',
      order: { symbol: PERP, side: 'SELL', type: 'MARKET', quantity: '1', timeInForce: 'IOC', postOnly: false, reduceOnly: false },
    });
  }

  private reportOf({ pick, what, share }: Extract<Move, { kind: 'report' }>): VenueReport {
    const clientOrderId = this.ids[Math.max(0, this.ids.length - 1 - pick)] ?? 'foreign';
    const order = this.core.order(clientOrderId);
    const category = order?.symbol === SPOT ? ('spot' as const) : ('linear' as const);
    const venueOrderId = `v${clientOrderId}`;
    switch (what) {
      case 0:
        return { kind: 'unknown', clientOrderId, cause: 'timeout' };
      case 1:
        return { kind: 'never-received', clientOrderId };
      case 2:
        return { kind: 'refused', clientOrderId, code: '1', message: 'no' };
      case 3:
        return { kind: 'cancel-refused', clientOrderId, code: '1', message: 'no' };
      case 4:
        return { kind: 'order', clientOrderId, venueOrderId, status: 'CANCELED', filledQuantity: '0.5' };
      case 5:
        return { kind: 'order', clientOrderId, venueOrderId, status: 'FILLED', filledQuantity: order?.quantity.toString() ?? '1' };
      case 6:
        return { kind: 'reconciled', positions: [], balances: [], foreignOrders: [], executionIds: [] };
      case 7:
      case 8:
        return { kind: 'accepted', clientOrderId, venueOrderId };
      default: {
        const leaves =
          order === null ? '1' : order.quantity.minus(order.filledQuantity).times(order.quantity).dividedBy(order.quantity, 8).toString();
        const quantity = share === 4 && leaves !== '0' ? leaves : '0.25';
        const executionId = `e${(this.executions += share === 1 ? 0 : 1)}`;
        const price = `${100 + share}`;
        return {
          kind: 'execution',
          executionId,
          clientOrderId,
          venueSymbol: 'BTCUSDT',
          category,
          side: order?.side ?? 'BUY',
          quantity,
          price,
          fee: '0.01',
          feeAsset: 'USDT',
          liquidity: 'TAKER',
        };
      }
    }
  }

  private report(report: VenueReport): void {
    this.step({ type: 'report', inboxSeq: (this.inbox += 1), report });
  }

  private operator(command: Extract<InputBody, { type: 'operator' }>['command']): void {
    this.step({ type: 'operator', inboxSeq: (this.inbox += 1), commandId: `c${this.inbox}`, actor: 'ann', command });
  }

  private step(body: InputBody): void {
    const input: Input = { inputSeq: this.tape.length + 1, marketTime: this.minute * 60_000, body };
    this.tape.push(input);
    const result = this.core.step(input);
    for (const event of result.events)
      if (event.type === 'OrderChanged' && event.change === 'Initialized') this.ids.push(event.order.clientOrderId);
    this.log.push(JSON.stringify(result));
  }
}

const overJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('a snapshot', () => {
  it('restored at any moment goes on byte for byte, over random worlds', () => {
    let filled = 0;
    fc.assert(
      fc.property(fc.array(moves, { minLength: 20, maxLength: 80 }), fc.array(fc.nat(200), { maxLength: 4 }), (list, cuts) => {
        const world = new World();
        for (const move of list) world.play(move);
        let core = TradingCore.create();
        world.tape.forEach((input, index) => {
          if (cuts.includes(index)) core = TradingCore.restore(overJson(core.snapshot()));
          // What was recorded reads back from text.
          expect(JSON.stringify(core.step(overJson(input) as Input))).toBe(world.log[index]);
        });
        expect(JSON.stringify(core.snapshot())).toBe(JSON.stringify(world.core.snapshot()));
        filled += world.log.filter((line) => line.includes('FillRecorded')).length;
      }),
      { numRuns: 150 },
    );
    // A world in which nothing trades would prove little.
    expect(filled).toBeGreaterThan(150);
  });

  it('keeps positions, ledger and invariants true in every random world', () => {
    fc.assert(
      fc.property(fc.array(moves, { minLength: 20, maxLength: 80 }), (list) => {
        const world = new World();
        for (const move of list) world.play(move);
        const state = readSnapshot(world.core.snapshot());
        for (const book of state.books.values()) {
          const shares = [...book.deployments.values()].reduce((sum, { quantity }) => sum + Number(quantity), 0);
          expect(shares).toBeCloseTo(Number(book.account.quantity), 9);
        }
        const assets = new Map<string, number>();
        for (const entries of Object.values(state.ledger))
          for (const [asset, amount] of Object.entries(entries)) assets.set(asset, (assets.get(asset) ?? 0) + Number(amount));
        for (const sum of assets.values()) expect(sum).toBeCloseTo(0, 6);
        for (const { order } of [...state.liveOrders.values(), ...state.closedOrders.values()])
          expect(order.filledQuantity.lte(order.quantity) || order.status === 'DENIED').toBe(true);
      }),
    );
  });

  it('is its own: later steps do not reach into it', () => {
    const world = new World();
    const before = world.core.snapshot();
    const text = JSON.stringify(before);
    world.play({ kind: 'answer', commands: [market()] });
    world.play({ kind: 'quote', price: 1000 });
    expect(JSON.stringify(before)).toBe(text);
  });

  it('written before data trust was known trusts nothing until the feed says so', () => {
    const { state } = new World().core.snapshot() as { state: Record<string, unknown> };
    const { trust: _trust, ...older } = state;
    const core = TradingCore.restore({ version: 1, state: older });
    expect(core.dataTrust()).toEqual([]);
    expect(core.step(placeOrder(1_000)).events).toContainEqual(expect.objectContaining({ type: 'CommandRefused', code: 'DATA_UNTRUSTED' }));
    core.step({ inputSeq: 1_001, marketTime: 0, body: { type: 'trust', symbol: PERP, ...trustOf([]) } });
    expect(core.step(placeOrder(1_002)).events).toContainEqual(expect.objectContaining({ type: 'CommandApplied' }));
  });

  it('written before timers were known has none', () => {
    const world = new World();
    const { state } = JSON.parse(JSON.stringify(world.core.snapshot())) as {
      state: { fundingIds?: unknown; deployments: { $map: [string, { timers?: unknown }][] } };
    };
    delete state.fundingIds;
    for (const [, deployment] of state.deployments.$map) delete deployment.timers;
    const core = TradingCore.restore({ version: 2, state });
    expect(core.nextTimer()).toBeNull();
    expect(core.snapshot()).toEqual(world.core.snapshot());
  });

  it('written before brackets were known has none', () => {
    const world = new World();
    const { state } = JSON.parse(JSON.stringify(world.core.snapshot())) as {
      state: { deployments: { $map: [string, { brackets?: unknown }][] } };
    };
    for (const [, deployment] of state.deployments.$map) delete deployment.brackets;
    expect(TradingCore.restore({ version: 3, state }).snapshot()).toEqual(world.core.snapshot());
  });

  it('of another version is refused', () => {
    const snapshot = { ...(writeSnapshot(createState()) as object), version: 99 };
    expect(() => TradingCore.restore(snapshot)).toThrow('snapshot version 99 cannot be read, this core reads version 4');
    expect(() => TradingCore.restore(null)).toThrow('snapshot version undefined');
  });
});

function placeOrder(n: number): Input {
  const order = {
    symbol: PERP,
    side: 'BUY',
    type: 'MARKET',
    quantity: '1',
    timeInForce: 'IOC',
    postOnly: false,
    reduceOnly: false,
  } as const;
  const body = { type: 'operator', inboxSeq: n, commandId: `n${n}`, actor: 'ann', command: { kind: 'place-order', order } } as const;
  return { inputSeq: n, marketTime: 0, body };
}

describe('step', () => {
  it('refuses an input number that does not rise', () => {
    const world = new World();
    expect(() => world.core.step(world.tape[0]!)).toThrow(`input 1 comes after input ${world.tape.length}`);
    expect(() => world.core.step(world.tape.at(-1)!)).toThrow('numbers must rise');
  });

  it('says nothing for quotes and answers nothing durable to bars', () => {
    const world = new World();
    world.play({ kind: 'quote', price: 1000 });
    expect(world.log.slice(-2)).toEqual(['{"events":[],"effects":[]}', '{"events":[],"effects":[]}']);
    for (let i = 0; i < 3; i += 1) world.play({ kind: 'answer', commands: [] });
    world.play({ kind: 'bars', ahead: 0 });
    expect(JSON.parse(world.log.at(-2)!)).toMatchObject({ events: [], effects: [{ type: 'deliver' }, { type: 'deliver' }] });
  });
});
