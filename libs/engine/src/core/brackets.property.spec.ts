import fc from 'fast-check';
import { Decimal } from '@libs/kernel';
import { bracket, resting } from './testing/bracket-driver';
import { CoreDriver, MANUAL, PERP } from './testing/core-driver';
import { hearAll, lateActs, play, replays, setState, settle } from './testing/late-script';
import { LateVenue } from './testing/late-venue';

const acts = lateActs(5, [94, 96, 99, 103]);

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a bracket never sells more than it bought, is covered while it holds, and leaves nothing behind', () => {
    fc.assert(
      fc.property(acts, fc.boolean(), fc.boolean(), (script, isLimit, cuts) => {
        const driver = new CoreDriver().running();
        const venue = new LateVenue(driver, cuts);
        const command = isLimit ? resting({ quantity: '8' }) : bracket({ quantity: '8' });
        driver.trade(command);
        venue.take(driver.last.effects);
        settle(driver, venue);
        play(driver, venue, { script, cuts });
        setState(driver, venue, 'ACTIVE');
        hearAll(driver, venue);
        const exits = () => driver.core.openOrders().filter(({ bracket: of }) => of !== undefined);
        const isGoing = (): boolean => exits().some(({ stop, status }) => stop !== undefined && status !== 'EMULATED');
        // A stop that went beside orders in doubt may be too large, and is cut, or too small, and is followed by another.
        while (cuts && isGoing()) {
          venue.fill(0, 8);
          hearAll(driver, venue);
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
        expect(driver.events.filter((event) => event.type === 'TradingStateChanged' && event.reason !== 'test')).toEqual([]);
        expect(driver.core.positions().some(({ deploymentId }) => deploymentId === MANUAL)).toBe(false);
        expect(PERP).toBe(driver.core.openOrders()[0]?.symbol ?? PERP);
        replays(driver);
      }),
      { numRuns: 200 },
    );
  });
});
