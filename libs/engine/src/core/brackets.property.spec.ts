import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { bracket, resting } from './testing/bracket-driver';
import { CoreDriver, MANUAL, PERP } from './testing/core-driver';
import { LateVenue } from './testing/late-venue';

type Act =
  | { act: 'fill'; order: number; lots: number }
  | { act: 'read'; count: number }
  | { act: 'price'; price: number }
  | { act: 'pass'; milliseconds: number };
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ act: fc.constant('fill' as const), order: fc.nat(5), lots: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ act: fc.constant('read' as const), count: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ act: fc.constant('price' as const), price: fc.constantFrom(94, 96, 99, 103) }),
  fc.record({ act: fc.constant('pass' as const), milliseconds: fc.constantFrom(1_000, 6_000) }),
);

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a bracket never sells more than it bought, is covered while it holds, and leaves nothing behind', () => {
    fc.assert(
      fc.property(fc.array(acts, { maxLength: 40 }), fc.boolean(), fc.boolean(), (script, isLimit, cuts) => {
        const driver = new CoreDriver().running();
        const venue = new LateVenue(driver, cuts);
        const command = isLimit ? resting({ quantity: '8' }) : bracket({ quantity: '8' });
        driver.trade(command);
        venue.take(driver.last.effects);
        const settle = (): void => {
          for (let owed = driver.core.outstanding(); owed.length > 0; owed = driver.core.outstanding()) {
            driver.answer([], owed[0]!.deploymentId);
            venue.take(driver.last.effects);
          }
        };
        settle();
        for (const step of script) {
          if (step.act === 'fill') venue.fill(step.order, step.lots);
          else if (step.act === 'price') {
            driver.quote(String(step.price), String(step.price));
            venue.take(driver.last.effects);
          } else if (step.act === 'pass') {
            // Only a venue that cuts keeps a stop that goes beside an order in doubt from selling too much.
            const before = driver.results.length;
            if (cuts) driver.pass(step.milliseconds);
            for (const { effects } of driver.results.slice(before)) venue.take(effects);
          } else for (let n = 0; n < step.count; n += 1) venue.read();
          settle();
          expect(venue.position).toBeGreaterThanOrEqual(0);
        }
        while (venue.read()) settle();
        const exits = () => driver.core.openOrders().filter(({ bracket: of }) => of !== undefined);
        const isGoing = (): boolean => exits().some(({ stop, status }) => stop !== undefined && status !== 'EMULATED');
        // A stop that went beside orders in doubt may be too large, and is cut, or too small, and is followed by another.
        while (cuts && isGoing()) {
          venue.fill(0, 8);
          while (venue.read()) settle();
        }
        const held = driver.core.positions().find(({ deploymentId }) => deploymentId === null)?.position.quantity ?? Decimal.ZERO;
        expect(held.toString()).toBe(String(venue.position));
        const leaves = (isStop: boolean): string[] =>
          exits()
            .filter(({ stop }) => (stop !== undefined) === isStop)
            .map(({ quantity, filledQuantity }) => quantity.minus(filledQuantity).toString());
        if (held.isZero) expect(exits()).toEqual([]);
        else {
          expect(leaves(true)).toEqual([held.toString()]);
          // Once the stop goes, it goes alone.
          expect(leaves(false)).toEqual(isGoing() ? [] : [held.toString()]);
        }
        expect(driver.core.tradingState()).toBe('ACTIVE');
        expect(driver.core.positions().some(({ deploymentId }) => deploymentId === MANUAL)).toBe(false);
        expect(PERP).toBe(driver.core.openOrders()[0]?.symbol ?? PERP);
      }),
      { numRuns: 200 },
    );
  });
});
