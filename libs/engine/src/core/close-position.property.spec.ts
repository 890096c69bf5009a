import fc from 'fast-check';
import { bracket, resting } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP } from './testing/core-driver';
import { hearAll, lateActs, play, replays, setState, settle } from './testing/late-script';
import { LateVenue } from './testing/late-venue';

const acts = lateActs(5, [94, 96, 99, 103]);

function close(driver: CoreDriver, venue: LateVenue): void {
  driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
  venue.take(driver.last.effects);
  settle(driver, venue);
}

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a position that a person closes beside its exits is never closed twice, and is closed in the end', () => {
    fc.assert(
      fc.property(acts, acts, fc.boolean(), fc.boolean(), (before, after, isLimit, cuts) => {
        const driver = new CoreDriver().running();
        const venue = new LateVenue(driver, cuts);
        driver.trade(isLimit ? resting({ quantity: '8' }) : bracket({ quantity: '8' }));
        venue.take(driver.last.effects);
        settle(driver, venue);
        play(driver, venue, { script: before, cuts });
        close(driver, venue);
        play(driver, venue, { script: after, cuts });
        setState(driver, venue, 'ACTIVE');
        hearAll(driver, venue);
        // Whoever asks until it is done gets there.
        for (let n = 0; n < 20 && driver.core.openOrders().length > 0; n += 1) {
          close(driver, venue);
          hearAll(driver, venue);
          for (let order = 5; order >= 0; order -= 1) venue.fill(order, 8);
          expect(venue.position).toBeGreaterThanOrEqual(0);
          hearAll(driver, venue);
        }
        expect([venue.position, driver.core.openOrders()]).toEqual([0, []]);
        const held = driver.core.positions().find(({ deploymentId }) => deploymentId === DEPLOYMENT)?.position.quantity;
        expect(String(held ?? 0)).toBe('0');
        expect(driver.events.filter((event) => event.type === 'TradingStateChanged' && event.reason !== 'test')).toEqual([]);
        replays(driver);
      }),
      { numRuns: 200 },
    );
  });
});
