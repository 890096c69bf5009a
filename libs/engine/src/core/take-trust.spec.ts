import fc from 'fast-check';
import { Decimal, decimal, trustOf } from '@libs/kernel';
import type { TrustReason } from '@libs/kernel';
import { CoreDriver, DEPLOYMENT, PERP, SPOT, market, words } from './testing/core-driver';
import { TradingCore } from './trading-core';

const MINUTE = 60_000;
const denials = ({ events }: CoreDriver['last']) =>
  events.flatMap((event) => (event.type === 'OrderChanged' ? (event.denial?.code ?? []) : []));

function placed(driver: CoreDriver, side: 'BUY' | 'SELL', quantity: string): CoreDriver['last'] {
  const order = { symbol: PERP, side, type: 'MARKET', quantity, timeInForce: 'IOC', postOnly: false, reduceOnly: false } as const;
  return driver.operator({ kind: 'place-order', order });
}

describe('data trust in the core', () => {
  it('holds entries of strategies and of hands while data is not trusted, and lets exits go', () => {
    const driver = new CoreDriver().running();
    driver.fill(driver.accepted(market({ quantity: '2' })), 'e1', '2', '100');
    driver.settle().trust(['GAP']);
    driver.settle().trade(market());
    expect(denials(driver.last)).toEqual(['DATA_UNTRUSTED']);
    expect(denials(placed(driver, 'BUY', '1'))).toEqual(['DATA_UNTRUSTED']);
    driver.settle().trade(market({ side: 'SELL', quantity: '2', reduceOnly: true }));
    expect(words(driver.last)).toContain('submit');
  });

  it('names level, reasons and symbol to who placed the order', () => {
    const driver = new CoreDriver().running();
    driver.trust(['CROSSED']);
    placed(driver, 'BUY', '1');
    expect(driver.last.events).toContainEqual(
      expect.objectContaining({
        type: 'CommandRefused',
        code: 'DATA_UNTRUSTED',
        denial: {
          code: 'DATA_UNTRUSTED',
          limit: 'TRUSTED or DEGRADED',
          value: 'UNTRUSTED: CROSSED',
          message: `market data of ${PERP} is not trusted (CROSSED): only what reduces the position may go`,
        },
      }),
    );
  });

  it('tells a change once, to the journal and to each strategy that watches the symbol', () => {
    const driver = new CoreDriver().running();
    expect(words(driver.trust([], SPOT))).toEqual(['DataTrustChanged']);
    expect(words(driver.at(12).trust(['STALE']))).toEqual(['DataTrustChanged', 'deliver.trust']);
    expect(driver.last.events).toEqual([
      { type: 'DataTrustChanged', symbol: PERP, level: 'UNTRUSTED', reasons: ['STALE'], since: 12 * MINUTE },
    ]);
    expect(driver.core.outstanding()[0]).toMatchObject({
      event: { type: 'trust', symbol: PERP, level: 'UNTRUSTED', reasons: ['STALE'] },
      context: { trust: { [PERP]: { level: 'UNTRUSTED', reasons: ['STALE'] } } },
    });
    expect(words(driver.trust(['STALE']))).toEqual([]);
  });

  it('keeps since when the level began while only its reasons change', () => {
    const driver = new CoreDriver().running();
    driver.at(12).trust(['STALE']);
    driver.at(13).trust(['STALE', 'GAP']);
    expect(driver.core.dataTrust()).toEqual([{ symbol: PERP, level: 'UNTRUSTED', reasons: ['STALE', 'GAP'], since: 12 * MINUTE }]);
    driver.at(14).trust();
    expect(driver.core.dataTrust()).toEqual([{ symbol: PERP, level: 'TRUSTED', reasons: [], since: 14 * MINUTE }]);
  });

  it('says nothing of trust to a strategy while all that it watches is trusted', () => {
    const driver = new CoreDriver().running();
    driver.trust(['STALE'], SPOT);
    driver.at(11).liveBar(10);
    expect(driver.core.outstanding()[0]?.context).not.toHaveProperty('trust');
  });

  it('keeps with a decision what was not trusted when the strategy was asked', () => {
    const driver = new CoreDriver().running();
    const decision = { action: 'wait', why: 'blind', values: {} };
    driver.trust(['HALTED']);
    driver.trust();
    driver.answer([], DEPLOYMENT, { decision });
    const trust = { [PERP]: { level: 'UNTRUSTED', reasons: ['HALTED'] } };
    expect(driver.last.events).toContainEqual(expect.objectContaining({ type: 'StrategyDecided', decision, trust }));
    expect(driver.core.deployments()[0]?.lastDecision).toEqual({ decision, marketTime: 10 * MINUTE, trust });
    driver.answer([], DEPLOYMENT, { decision });
    expect(driver.last.events.find(({ type }) => type === 'StrategyDecided')).not.toHaveProperty('trust');
  });

  it('trusts nothing in a new session, and tells so, until the feed vouches for it again', () => {
    const driver = new CoreDriver().running();
    driver.at(20).session('s2');
    driver.reconciled();
    driver.quote('99.9', '100.1');
    expect(driver.core.dataTrust()).toEqual([{ symbol: PERP, level: 'UNTRUSTED', reasons: ['STALE'], since: 20 * MINUTE }]);
    expect(denials(placed(driver, 'BUY', '1'))).toEqual(['DATA_UNTRUSTED']);
    driver.trust();
    expect(denials(placed(driver, 'BUY', '1'))).toEqual([]);
  });

  it('goes on from a snapshot with what it believed', () => {
    const driver = new CoreDriver().running();
    driver.at(12).trust(['SKEWED']);
    const restored = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(restored.dataTrust()).toEqual(driver.core.dataTrust());
  });
});

type Move =
  | { readonly kind: 'trust'; readonly reasons: readonly TrustReason[] }
  | { readonly kind: 'quote'; readonly price: number }
  | { readonly kind: 'order'; readonly side: 'BUY' | 'SELL'; readonly quantity: string; readonly fills: boolean }
  | { readonly kind: 'session' };

const moves: fc.Arbitrary<Move> = fc.oneof(
  fc.record({
    kind: fc.constant('trust' as const),
    reasons: fc.subarray<TrustReason>(['STALE', 'GAP', 'CROSSED', 'SKEWED', 'HALTED', 'FORMING'], { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('quote' as const), price: fc.integer({ min: 90, max: 110 }) }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('order' as const),
      side: fc.constantFrom('BUY' as const, 'SELL' as const),
      quantity: fc.constantFrom('1', '2', '3', '5'),
      fills: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'session' as const }) },
);

/** What of the account's position this side may still take away once every open order on it has filled, worked out anew from outside. */
function reducible(driver: CoreDriver, side: 'BUY' | 'SELL'): Decimal {
  const held = driver.core.positions().find(({ deploymentId }) => deploymentId === null)?.position.quantity ?? Decimal.ZERO;
  const open = driver.core.openOrders().filter((order) => order.side === side);
  const rest = open.reduce((sum, order) => sum.plus(order.quantity.minus(order.filledQuantity)), Decimal.ZERO);
  return (side === 'BUY' ? held.negated() : held).minus(rest);
}

describe('in any order of trust, quotes, fills and sessions', () => {
  it('nothing that enlarges the position goes while data is not trusted, and no exit is ever held by it', () => {
    const seen = { held: 0, exits: 0 };
    fc.assert(
      fc.property(fc.array(moves, { minLength: 5, maxLength: 40 }), (list) => {
        const driver = new CoreDriver().running();
        // The world outside keeps its own book of what was said last in this session.
        let isTrusted = true;
        for (const [n, move] of list.entries()) {
          if (move.kind === 'trust') isTrusted = trustOf(move.reasons).level !== 'UNTRUSTED';
          if (move.kind === 'trust') driver.trust(move.reasons);
          if (move.kind === 'quote') driver.quote(`${move.price}`, `${move.price}.1`);
          if (move.kind === 'session') {
            isTrusted = false;
            driver.session(`s${n}`);
            driver.reconciled(
              driver.core
                .positions()
                .find(({ deploymentId }) => deploymentId === null)
                ?.position.quantity.toString(),
            );
          }
          if (move.kind !== 'order') continue;
          const exits = decimal(move.quantity).lte(reducible(driver, move.side));
          const { events, effects } = placed(driver, move.side, move.quantity);
          const code = denials({ events, effects })[0];
          const submit = effects.find((effect) => effect.type === 'submit');
          if (!isTrusted && !exits) expect(submit).toBeUndefined();
          if (isTrusted || exits) expect(code).not.toBe('DATA_UNTRUSTED');
          if (!isTrusted && !exits) seen.held += 1;
          if (!isTrusted && exits && submit !== undefined) seen.exits += 1;
          if (submit !== undefined && move.fills) driver.fill(submit.ticket.clientOrderId, `e${n}`, move.quantity, '100');
        }
      }),
      // The same worlds every time: what is counted below is then a fact, not luck.
      { numRuns: 200, seed: 20261129 },
    );
    // Worlds in which nothing is ever held, or nobody ever leaves, would prove little.
    expect(seen.held).toBeGreaterThan(100);
    expect(seen.exits).toBeGreaterThan(20);
  });
});
