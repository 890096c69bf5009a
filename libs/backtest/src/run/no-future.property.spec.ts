import fc from 'fast-check';
import { defineStrategy, param } from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { acts, perform, tapes } from '../../test/arbitrary-runs';
import type { Act } from '../../test/arbitrary-runs';
import { BTC, termsOf } from '../../test/scripted';
import type { Rows } from '../../test/scripted';
import type { BacktestTerms } from './backtest';
import { claimedHost, liveHost, plannedOf, playPlanned } from './backtest';
import { fillHash } from './fill-hash';

const PARAMS = { symbol: BTC };
const FILLS = { makerFee: '0.0002', takerFee: '0.00055', slippageTicks: 1, latency: 700 };
/** Everything that a bar may decide about beside its price. */
const ALL = {
  fills: {
    ...FILLS,
    participation: '0.02',
    latencies: { entry: { kind: 'UNIFORM', least: 0, most: 9_000 }, report: { kind: 'CONSTANT', ms: 0 }, seed: 5 },
  },
  margin: { mode: 'ISOLATED', leverage: '25' },
} as const;

/** Everything that can be reached from a value, methods aside, as one text. */
function read(value: unknown, depth = 0, known = new Set<object>()): string {
  if (typeof value === 'function') return 'f';
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth > 4 || known.has(value)) return '…';
  known.add(value);
  if (value instanceof Map || value instanceof Set) return read([...value], depth + 1, known);
  const names = new Set<string>();
  for (let owner: object | null = value; owner && owner !== Object.prototype; owner = Object.getPrototypeOf(owner) as object | null)
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name);
  names.delete('__proto__');
  return [...names].map((name) => `${name}:${read(Reflect.get(value, name), depth + 1, known)}`).join(',');
}

function hashOf(text: string): number {
  let hash = 17;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash >>> 0;
}

interface Seen {
  readonly at: number;
  readonly hash: number;
}

/** Decides by all that it can get hold of, and writes down what that was. */
function nosy(seen: Seen[], menu: readonly Act[]): Strategy {
  return defineStrategy({
    name: 'nosy',
    version: '1.0.0',
    title: 'Nosy',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [
      { symbol, interval: '1m' },
      { symbol, interval: '3m' },
    ],
    warmUp: () => 1,
    state: () => ({ moods: 0 }),
    onBar: (ctx, { symbol, bar, interval }) => {
      const { equity, openOrders, marketTime } = ctx;
      const views = [ctx.position(symbol), ctx.instrument(symbol), ctx.quantityFor(symbol, 1_000), ctx.equityShare(0.1), ctx.trust(symbol)];
      const hash = hashOf(read([bar, interval, equity, openOrders, marketTime, views, ctx]));
      ctx.state.moods = (ctx.state.moods + hash) % 1_000_003;
      if (ctx.warmingUp) return;
      seen.push({ at: marketTime, hash });
      if (hash % 3 !== 0) perform(ctx, { symbol, close: bar.close }, menu[ctx.state.moods % menu.length]!);
    },
    onOrder: ({ state }, order) => void (state.moods += hashOf(read(order)) % 97),
    onFill: ({ state }, fill) => void (state.moods += hashOf(read(fill)) % 89),
  });
}

function played(rows: Rows, menu: readonly Act[], more: Partial<BacktestTerms> = { fills: FILLS }) {
  const seen: Seen[] = [];
  const strategy = nosy(seen, menu);
  const host = liveHost(strategy, PARAMS);
  const result = playPlanned(plannedOf(strategy, PARAMS), termsOf(rows, more), host);
  return { seen, claim: host.claim, result };
}

describe('the future', () => {
  it('cannot be read: a tape that ends after any bar leads to the same decisions up to there', () => {
    let decisions = 0;
    let cuts = 0;
    fc.assert(
      fc.property(
        tapes(6, 24),
        fc.array(acts, { minLength: 1, maxLength: 12 }),
        fc.constantFrom({ fills: FILLS }, ALL),
        (rows, menu, more) => {
          const whole = played(rows, menu, more);
          expect(whole.result.fault).toBeNull();
          decisions += whole.claim.answers.length;
          for (let bars = 4; bars < rows.length; bars += 1) {
            const cut = played(rows.slice(0, bars), menu, more);
            const end = bars * 60_000;
            cuts += 1;
            expect(cut.seen).toEqual(whole.seen.filter(({ at }) => at <= end));
            expect(cut.claim.answers).toEqual(whole.claim.answers.slice(0, cut.claim.answers.length));
            expect(fillHash(cut.result.fills)).toBe(fillHash(whole.result.fills.filter(({ at }) => at < end)));
            expect([...cut.result.curve.equity]).toEqual([...whole.result.curve.equity].slice(0, cut.result.curve.equity.length));
          }
        },
      ),
      { numRuns: 30 },
    );
    expect(decisions).toBeGreaterThan(50);
    expect(cuts).toBeGreaterThan(50);
  });

  it('is not in a claim either: it holds against the tape without what came later', () => {
    fc.assert(
      fc.property(tapes(6, 24), fc.array(acts, { minLength: 1, maxLength: 12 }), (rows, menu) => {
        const cut = rows.slice(0, -1);
        const { claim, result } = played(cut, menu);
        const planned = plannedOf(nosy([], menu), PARAMS);
        const again = playPlanned(planned, termsOf(rows, { fills: FILLS }), claimedHost(claim));
        expect(fillHash(again.fills.filter(({ at }) => at < cut.length * 60_000))).toBe(fillHash(result.fills));
      }),
      { numRuns: 30 },
    );
  });
});
