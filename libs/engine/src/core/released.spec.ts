import fc from 'fast-check';
import type { StrategyCommand } from '@libs/sdk';
import { canceled, open } from './testing/bracket-driver';
import { CoreDriver, SPOT, market } from './testing/core-driver';
import { LateVenue } from './testing/late-venue';
import { TradingCore } from './trading-core';

const exit = (more: Parameters<typeof market>[0]): StrategyCommand => market({ side: 'SELL', quantity: '3', reduceOnly: true, ...more });
const stop = (more: Parameters<typeof market>[0] = {}) => exit({ stop: '95', ...more });
const target = (more: Parameters<typeof market>[0] = {}) => exit({ type: 'LIMIT', price: '110', timeInForce: 'GTC', ...more });

/** Long three, and what else it has sent; the venue has taken everything. */
function driven(...commands: StrategyCommand[]): { driver: CoreDriver; ids: string[] } {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  const ids = driver.settle().trade(...commands);
  for (const clientOrderId of ids)
    if (driver.core.order(clientOrderId)?.status === 'SUBMITTED')
      driver.report({ kind: 'accepted', clientOrderId, venueOrderId: `v-${clientOrderId}` });
  return { driver: driver.settle(), ids };
}

const sent = (driver: CoreDriver): readonly string[] =>
  driver.last.effects.flatMap((effect) => (effect.type === 'submit' ? [`${effect.ticket.side} ${effect.ticket.quantity}`] : []));

describe('a stop that was let go', () => {
  it('takes the take-profit back before it is sent, and closes what that has left', () => {
    const { driver, ids } = driven(target(), stop());
    driver.quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL', 'SELL 3 stop 95 RELEASED']);
    driver.fill(ids[0]!, 'x2', '1', '110');
    canceled(driver, ids[0]!);
    expect(sent(driver)).toEqual(['SELL 2']);
    driver.fill(ids[1]!, 'x3', '2', '94');
    expect(open(driver)).toEqual([]);
    expect(driver.core.positions().every(({ position }) => position.quantity.isZero)).toBe(true);
  });

  it('takes back what else would close the position, although it may open the other side', () => {
    const { driver } = driven(target({ reduceOnly: false }), stop());
    driver.quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 110 PENDING_CANCEL', 'SELL 3 stop 95 RELEASED']);
  });

  it('goes at once beside a take-profit that leaves it room', () => {
    const { driver } = driven(target({ quantity: '1' }), stop({ quantity: '2' }));
    driver.quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 1 110 ACCEPTED', 'SELL 2 stop 95 SUBMITTED']);
  });

  it('is no larger than what is held', () => {
    const { driver } = driven(stop());
    const [sale] = driver.trade(exit({ quantity: '1.2' }));
    driver.fill(sale!, 'x2', '1.2', '100');
    driver.settle().quote('94', '94.2');
    expect(sent(driver)).toEqual(['SELL 1.8']);
  });

  it('sells whole lots where the fee was taken out of the coin', () => {
    const { driver } = driven();
    driver.instrument('spot');
    driver.trust([], SPOT);
    driver.quote('99.9', '100.1', SPOT);
    const [buy] = driver.trade(market({ symbol: SPOT, quantity: '0.5' }), stop({ symbol: SPOT, quantity: '0.5' }));
    driver.fill(buy!, 'x2', '0.5', '100', { category: 'spot', fee: '0.0004', feeAsset: 'BTC' });
    driver.settle().quote('94', '94.2', SPOT);
    // 0.4996 are held, a lot is 0.001.
    expect(sent(driver)).toEqual(['SELL 0.499']);
  });

  it('is denied when there is nothing left to close', () => {
    const { driver, ids } = driven(target(), stop());
    driver.quote('94', '94.2');
    driver.fill(ids[0]!, 'x2', '3', '110');
    expect(open(driver)).toEqual([]);
    expect(driver.core.order(ids[1]!)).toMatchObject({ status: 'DENIED', reason: expect.stringContaining('REDUCE_ONLY') });
  });

  it('waits for another exit that is over in a moment, and closes what that could not', () => {
    const { driver, ids } = driven(stop(), stop({ stop: '94' }));
    driver.quote('93', '93.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED', 'SELL 3 stop 94 RELEASED']);
    driver.report({ kind: 'accepted', clientOrderId: ids[0]!, venueOrderId: `v-${ids[0]!}` });
    driver.fill(ids[0]!, 'x2', '2', '93');
    canceled(driver, ids[0]!);
    expect(sent(driver)).toEqual(['SELL 1']);
  });

  it('leaves the exits of another bracket alone while there is room for both', () => {
    const { driver } = driven();
    const { kind: _kind, ...entry } = market({ quantity: '3' }) as Extract<StrategyCommand, { kind: 'submit' }>;
    const [id] = driver.trade({ kind: 'bracket', entry, stopLoss: '90', takeProfit: '110' });
    driver.fill(id!, 'x2', '3', '100');
    driver.settle().trade(stop());
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 90 EMULATED', 'SELL 3 110 SUBMITTED', 'SELL 3 stop 95 SUBMITTED']);
  });

  it('waits through a restart', () => {
    const { driver, ids } = driven(target(), stop());
    driver.quote('94', '94.2');
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    driver.settle().session('s2');
    driver.instrument();
    driver.trust();
    canceled(driver, ids[0]!);
    driver.reconciled('3');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.settle().quote('97', '97.2');
    expect(sent(driver)).toEqual(['SELL 3']);
  });

  it('waits while the account may only reduce and has nothing left that it could', () => {
    const { driver } = driven(stop());
    const short = market({ side: 'SELL', quantity: '3' }) as Extract<StrategyCommand, { kind: 'submit' }>;
    const { kind: _kind, ...order } = short;
    const { events } = driver.operator({ kind: 'place-order', order });
    const { reference } = events.find((event) => event.type === 'CommandApplied') as { reference?: string };
    driver.fill(reference!, 'x2', '3', '100');
    driver.operator({ kind: 'set-trading-state', state: 'REDUCING', reason: 'test' });
    driver.settle().quote('94', '94.2');
    expect(open(driver)).toEqual(['SELL 3 stop 95 RELEASED']);
    driver.operator({ kind: 'set-trading-state', state: 'ACTIVE', reason: 'test' });
    expect(sent(driver)).toEqual(['SELL 3']);
  });
});

type Act = { act: 'fill'; order: number; lots: number } | { act: 'read'; count: number } | { act: 'price'; price: number };
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('fill' as const), order: fc.nat(5), lots: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ act: fc.constant('read' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ act: fc.constant('price' as const), price: fc.constantFrom(94, 96, 99) }),
);
const targets = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 3 });

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a stop that was let go never sells more than is held, and is on its way while anything is', () => {
    fc.assert(
      fc.property(targets, fc.array(acts, { maxLength: 40 }), (wanted, script) => {
        const driver = new CoreDriver().running();
        const venue = new LateVenue(driver);
        const settle = (): void => {
          for (let owed = driver.core.outstanding(); owed.length > 0; owed = driver.core.outstanding()) {
            driver.answer([], owed[0]!.deploymentId);
            venue.take(driver.last.effects);
          }
        };
        driver.trade(market({ quantity: '8' }));
        venue.take(driver.last.effects);
        venue.fill(0, 8);
        while (venue.read()) settle();
        const ids = driver.trade(...wanted.map((quantity) => target({ quantity: String(quantity) })), stop({ quantity: '8' }));
        venue.take(driver.last.effects);
        settle();
        for (const step of script) {
          if (step.act === 'fill') venue.fill(step.order, step.lots);
          else if (step.act === 'price') {
            driver.quote(String(step.price), String(step.price));
            venue.take(driver.last.effects);
          } else for (let n = 0; n < step.count; n += 1) venue.read();
          settle();
          expect(venue.position).toBeGreaterThanOrEqual(0);
        }
        driver.quote('94', '94');
        venue.take(driver.last.effects);
        settle();
        while (venue.read()) settle();
        const last = driver.core.order(ids.at(-1)!)!;
        if (venue.position > 0) {
          expect([last.status, String(last.quantity.minus(last.filledQuantity))]).toEqual([
            last.filledQuantity.sign > 0 ? 'PARTIALLY_FILLED' : 'ACCEPTED',
            String(venue.position),
          ]);
        } else expect(['FILLED', 'DENIED']).toContain(last.status);
      }),
      { numRuns: 200 },
    );
  });
});
