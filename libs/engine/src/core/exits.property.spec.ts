import type { StrategyCommand } from '@libs/sdk';
import fc from 'fast-check';
import { bracket } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { FaultyVenue } from './testing/faulty-venue';
import type { Weather } from './testing/faulty-venue';
import { replays } from './testing/late-script';
import { TradingCore } from './trading-core';

type Act =
  | { act: 'fill'; order: number; lots: number }
  | { act: 'cut'; order: number }
  | { act: 'hear'; count: number }
  | { act: 'ask' }
  | { act: 'price'; price: number }
  | { act: 'pass'; milliseconds: number }
  | { act: 'weather'; weather: Weather }
  | { act: 'byHand'; side: 'BUY' | 'SELL'; lots: number }
  | { act: 'close' }
  | { act: 'restart' };

const lots = fc.integer({ min: 1, max: 8 });
const WEATHERS = ['fair', 'busy', 'banned', 'late', 'lost', 'unanswered', 'refusing'] as const;
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ act: fc.constant('fill' as const), order: fc.nat(5), lots }) },
    { weight: 3, arbitrary: fc.record({ act: fc.constant('hear' as const), count: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('price' as const), price: fc.constantFrom(94, 99, 103) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('weather' as const), weather: fc.constantFrom(...WEATHERS) }) },
    { weight: 2, arbitrary: fc.record({ act: fc.constant('pass' as const), milliseconds: fc.constantFrom(1_000, 6_000, 30_000) }) },
    fc.record({ act: fc.constant('cut' as const), order: fc.nat(5) }),
    fc.record({ act: fc.constant('byHand' as const), side: fc.constantFrom('BUY' as const, 'SELL' as const), lots }),
    fc.constant({ act: 'ask' as const }),
    fc.constant({ act: 'close' as const }),
    fc.constant({ act: 'restart' as const }),
  ),
  { maxLength: 40, size: 'max' },
);

const exit = (changes: Parameters<typeof market>[0]): StrategyCommand =>
  market({ side: 'SELL', quantity: '8', reduceOnly: true, ...changes });
const STOP = exit({ stop: '95' });
const GOAL = exit({ type: 'LIMIT', price: '110', timeInForce: 'GTC' });

const SETTINGS: Readonly<Record<string, readonly (readonly StrategyCommand[])[]>> = {
  bracket: [[bracket({ quantity: '8' })]],
  'bracket without target': [[bracket({ quantity: '8' }, { takeProfit: null })]],
  'stop and target': [[market({ quantity: '8' })], [STOP, GOAL]],
};

/** A strategy that is long eight behind its exits, at a venue that is sound so far. */
function begin(setting: string): { driver: CoreDriver; venue: FaultyVenue } {
  const driver = new CoreDriver().running({ maxPositionSize: '1' });
  const venue = new FaultyVenue(driver);
  for (const commands of SETTINGS[setting]!) {
    driver.trade(...commands);
    venue.settle();
    venue.hear();
    if (venue.position === 0) venue.fill(0, 8);
    venue.hear();
  }
  return { driver, venue };
}

function play(driver: CoreDriver, venue: FaultyVenue, act: Act): void {
  switch (act.act) {
    case 'fill':
      venue.fill(act.order, act.lots);
      break;
    case 'cut':
      venue.cut(act.order);
      break;
    case 'hear':
      venue.hear(act.count);
      break;
    case 'ask':
      venue.ask();
      break;
    case 'price':
      driver.quote(String(act.price), String(act.price + 0.1));
      break;
    case 'pass':
      driver.pass(act.milliseconds);
      break;
    case 'weather':
      venue.weather = act.weather;
      break;
    case 'byHand': {
      const { kind: _kind, ...order } = market({ side: act.side, quantity: String(act.lots) }) as Extract<
        StrategyCommand,
        { kind: 'submit' }
      >;
      driver.operator({ kind: 'place-order', order });
      break;
    }
    case 'close':
      driver.operator({ kind: 'close-position', deploymentId: DEPLOYMENT, symbol: PERP });
      break;
    case 'restart':
      driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
  }
  venue.settle();
}

/** The venue answers, everything is asked and heard, and every pause passes. */
function clearUp(driver: CoreDriver, venue: FaultyVenue): void {
  venue.weather = 'fair';
  for (let round = 0; round < 8; round += 1) {
    do venue.ask();
    while (venue.hear());
    for (let order = 5; order >= 0; order -= 1) if (round < 4) venue.cut(order);
    while (venue.hear());
    driver.pass(700_000);
    venue.settle();
  }
  while (venue.hear());
}

const held = ({ core }: CoreDriver, whose: string | null): number =>
  core
    .positions()
    .find(({ deploymentId, position }) => deploymentId === whose && position.symbol === PERP)
    ?.position.quantity.toNumber() ?? 0;

/** What stops and closes of the strategy would close. */
const covered = ({ core }: CoreDriver): number =>
  core
    .openOrders()
    .filter(({ deploymentId, reduceOnly, type }) => deploymentId === DEPLOYMENT && reduceOnly && type === 'MARKET')
    .reduce((sum, { quantity, filledQuantity }) => sum + quantity.minus(filledQuantity).toNumber(), 0);

describe('whatever is lost, refused, heard late or done by hand', () => {
  it.each(Object.keys(SETTINGS))('an exit opens nothing, and a position is covered or somebody was told: %s', (setting) => {
    fc.assert(
      fc.property(acts, (script) => {
        const { driver, venue } = begin(setting);
        expect([venue.position, held(driver, DEPLOYMENT)]).toEqual([8, 8]);
        for (const act of script) {
          play(driver, venue, act);
          expect(venue.opened).toEqual([]);
        }
        clearUp(driver, venue);
        expect(venue.opened).toEqual([]);
        expect(held(driver, null)).toBe(venue.position);
        const sum = driver.core
          .positions()
          .reduce((total, { deploymentId, position }) => (deploymentId ? total + position.quantity.toNumber() : total), 0);
        expect(sum).toBe(venue.position);
        expect(driver.events.filter((event) => event.type === 'TradingStateChanged' && event.to === 'HALTED')).toEqual([]);
        // What a person has closed needs no stop.
        const atRisk = Math.max(0, Math.min(held(driver, DEPLOYMENT), venue.position));
        const isTold = driver.events.some((event) => event.type === 'ExitGivenUp' && event.exit === 'stop');
        if (!isTold) expect(covered(driver)).toBeGreaterThanOrEqual(atRisk);
        replays(driver);
      }),
      { numRuns: 150 },
    );
  });
});
