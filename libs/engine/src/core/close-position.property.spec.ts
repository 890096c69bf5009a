import fc from 'fast-check';
import { bracket, resting } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { hearAll, lateActs, play, replays, setState, settle } from './testing/late-script';
import { LateVenue } from './testing/late-venue';

const acts = lateActs(5, [94, 96, 99, 103]);

function trade(driver: CoreDriver, venue: LateVenue, ...commands: Parameters<CoreDriver['trade']>): void {
  driver.trade(...commands);
  venue.take(driver.last.effects);
  settle(driver, venue);
}

const ENTRIES = {
  market: (driver: CoreDriver, venue: LateVenue) => trade(driver, venue, bracket({ quantity: '8' })),
  limit: (driver: CoreDriver, venue: LateVenue) => trade(driver, venue, resting({ quantity: '8' })),
  withPlainExits: (driver: CoreDriver, venue: LateVenue) => {
    trade(driver, venue, market({ quantity: '8' }));
    fillAll(driver, venue);
    const target = { side: 'SELL', type: 'LIMIT', timeInForce: 'GTC', reduceOnly: true } as const;
    trade(driver, venue, market({ ...target, quantity: '5', price: '110' }), market({ ...target, quantity: '3', price: '120' }));
  },
};

/** Whether there is something to close and it may be. */
function close(driver: CoreDriver, venue: LateVenue): boolean {
  const { events, effects } = driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
  venue.take(effects);
  settle(driver, venue);
  return events.some(({ type }) => type === 'CommandApplied');
}

function fillAll(driver: CoreDriver, venue: LateVenue): void {
  for (let order = 5; order >= 0; order -= 1) venue.fill(order, 8);
  expect(venue.position).toBeGreaterThanOrEqual(0);
  hearAll(driver, venue);
}

const isClosing = ({ core }: CoreDriver): boolean => core.openOrders().some(({ tag }) => tag === 'close');
const held = ({ core }: CoreDriver): number =>
  core
    .positions()
    .find(({ deploymentId }) => deploymentId === DEPLOYMENT)
    ?.position.quantity.toNumber() ?? 0;
const sold = ({ events }: CoreDriver): number =>
  events.reduce(
    (sum, event) => (event.type === 'FillRecorded' && event.fill.side === 'SELL' ? sum + event.fill.quantity.toNumber() : sum),
    0,
  );

describe('whatever fills when, and whatever is heard of it late', () => {
  it('a position that a person closes beside its exits is never closed twice, and is closed in the end', () => {
    fc.assert(
      fc.property(
        acts,
        acts,
        fc.constantFrom(...(['market', 'limit', 'withPlainExits'] as const)),
        fc.boolean(),
        (before, after, entry, cuts) => {
          const driver = new CoreDriver().running();
          const venue = new LateVenue(driver, cuts);
          ENTRIES[entry](driver, venue);
          play(driver, venue, { script: before, cuts });
          const [asked, soldBefore] = [held(driver), sold(driver)];
          const isTaken = close(driver, venue);
          play(driver, venue, { script: after, cuts });
          setState(driver, venue, 'ACTIVE');
          hearAll(driver, venue);
          // Once is enough, whatever was lost of it, unless a halt took it back.
          for (let n = 0; n < 20 && isClosing(driver); n += 1) fillAll(driver, venue);
          if (isTaken && !after.some((act) => act.act === 'state' && act.state === 'HALTED'))
            expect(sold(driver) - soldBefore).toBeGreaterThanOrEqual(asked);
          // Whoever asks until it is done gets there.
          for (let n = 0; n < 20 && (held(driver) > 0 || driver.core.openOrders().length > 0); n += 1) {
            close(driver, venue);
            hearAll(driver, venue);
            fillAll(driver, venue);
          }
          expect([venue.position, driver.core.openOrders()]).toEqual([0, []]);
          expect(held(driver)).toBe(0);
          expect(driver.events.filter((event) => event.type === 'TradingStateChanged' && event.reason !== 'test')).toEqual([]);
          replays(driver);
        },
      ),
      { numRuns: 200 },
    );
  });
});
