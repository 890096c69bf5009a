import type { StrategyCommand } from '@libs/sdk';
import type { VenueReport } from './input';
import { bracket, entered, open, stopOf, target } from './testing/bracket-driver';
import { CoreDriver, DEPLOYMENT, PERP, market } from './testing/core-driver';
import { TradingCore } from './trading-core';

const TEN_MINUTES = 600_000;
const stop: StrategyCommand = market({ side: 'SELL', quantity: '3', stop: '95', reduceOnly: true });
const busy = (clientOrderId: string, retryAfter?: number): VenueReport => ({
  kind: 'aborted',
  clientOrderId,
  code: 'VENUE_BUSY',
  message: 'busy',
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
const banned = (clientOrderId: string): VenueReport => ({
  kind: 'refused',
  clientOrderId,
  code: 'VENUE_BUSY',
  message: 'HTTP 403: access too frequent',
  retryAfter: TEN_MINUTES,
});

/** Long three, with a stop that was let go and sent. */
function plain(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(market({ quantity: '3' })), 'x1', '3', '100.1');
  driver.settle().trade(stop);
  driver.settle().quote('94', '94.2');
  return driver;
}

/** The same of a bracket. */
function ofBracket(): CoreDriver {
  const { driver } = entered(bracket({}, { takeProfit: null }));
  driver.quote('94', '94.2');
  return driver;
}

const told = ({ events }: CoreDriver) =>
  events.filter(({ type }) => type.startsWith('ExitFailing') || type === 'ExitGivenUp' || type === 'TradingStateChanged');
const now = ({ core }: CoreDriver): number => core.progress().marketTime;

function lose(driver: CoreDriver, times: number, exit: (driver: CoreDriver) => string): string {
  let last = '';
  for (let n = 0; n < times; n += 1) {
    driver.report(busy((last = exit(driver))));
    driver.pass(4_000);
  }
  return last;
}

describe.each([
  ['of no bracket', plain],
  ['of a bracket', ofBracket],
])('a stop %s that fails', (_, begin) => {
  it('is told of once, after ten orders, with what stands open, and the account only reduces from then on', () => {
    const driver = begin();
    const tenth = lose(driver, 10, stopOf);
    expect(told(driver)).toEqual([
      {
        type: 'ExitFailing',
        clientOrderId: tenth,
        deploymentId: DEPLOYMENT,
        symbol: PERP,
        exit: 'stop',
        left: '3',
        orders: 10,
        why: 'DENIED: VENUE_BUSY: busy',
        nextTryAt: now(driver),
        cause: { actor: 'core' },
      },
      {
        type: 'TradingStateChanged',
        from: 'ACTIVE',
        to: 'REDUCING',
        cause: { actor: 'core' },
        reason: `3 ${PERP} of the deployment ${DEPLOYMENT} have no stop yet: ${tenth} was lost, and is tried again`,
      },
    ]);
    lose(driver, 200, stopOf);
    expect(told(driver)).toHaveLength(2);
    expect(open(driver)).toEqual(['SELL 3 stop 95 SUBMITTED']);
  });

  it('fails no more once the venue has it', () => {
    const driver = begin();
    const tenth = lose(driver, 12, stopOf) && told(driver)[0];
    const by = stopOf(driver);
    driver.report({ kind: 'accepted', clientOrderId: by, venueOrderId: 'v' });
    const { clientOrderId } = tenth as { clientOrderId: string };
    const over = { type: 'ExitFailingOver', clientOrderId, deploymentId: DEPLOYMENT, symbol: PERP, by, status: 'ACCEPTED' };
    expect(told(driver).slice(2)).toEqual([over]);
    driver.fill(by, 'x2', '3', '94');
    expect([open(driver), told(driver).length]).toEqual([[], 3]);
  });

  it('is told of at once where the venue takes nothing for longer, goes when it does again, and not before', () => {
    const driver = begin();
    const first = stopOf(driver);
    driver.report(banned(first));
    const due = now(driver) + TEN_MINUTES;
    expect(told(driver)).toMatchObject([{ clientOrderId: first, exit: 'stop', orders: 1, nextTryAt: due }, { to: 'REDUCING' }]);
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(open(driver.pass(TEN_MINUTES - 1))).toEqual(['SELL 3 stop 95 RELEASED']);
    expect(driver.events.some(({ type }) => type === 'StopDelayed')).toBe(false);
    expect(open(driver.pass(1))).toEqual(['SELL 3 stop 95 SUBMITTED']);
    driver.fill(stopOf(driver), 'x2', '3', '94');
    expect(told(driver).slice(2)).toMatchObject([{ type: 'ExitFailingOver', clientOrderId: first, status: 'FILLED' }]);
  });

  it('goes after a time that the venue names, where that is longer than the pause, and nobody is told while it is short', () => {
    const driver = begin();
    driver.report(busy(stopOf(driver), 1_000));
    expect(open(driver.pass(999))).toEqual(['SELL 3 stop 95 RELEASED']);
    expect(open(driver.pass(1))).toEqual(['SELL 3 stop 95 SUBMITTED']);
    driver.report(busy(stopOf(driver), 100));
    expect(open(driver.pass(499))).toEqual(['SELL 3 stop 95 RELEASED']);
    expect(open(driver.pass(1))).toEqual(['SELL 3 stop 95 SUBMITTED']);
    expect(told(driver)).toEqual([]);
  });

  it('fails no more where the price is back and the venue takes orders again', () => {
    const driver = begin();
    const first = stopOf(driver);
    driver.settle().quote('99.9', '100.1');
    driver.report(banned(first));
    expect(open(driver)).toEqual(['SELL 3 stop 95 EMULATED']);
    driver.pass(TEN_MINUTES);
    expect(told(driver).slice(2)).toMatchObject([{ clientOrderId: first, status: 'EMULATED' }]);
  });

  it('fails no more, and is given up, where the venue refuses it in the end', () => {
    const driver = begin();
    lose(driver, 10, stopOf);
    driver.report({ kind: 'refused', clientOrderId: stopOf(driver), code: '110007', message: 'no' });
    expect(told(driver).slice(2)).toMatchObject([
      { type: 'ExitGivenUp', left: '3', orders: 11 },
      { type: 'ExitFailingOver', status: 'REJECTED' },
    ]);
    expect(open(driver)).toEqual([]);
  });

  it('fails no more where a person takes it back', () => {
    const driver = begin();
    driver.report(banned(stopOf(driver)));
    driver.operator({ kind: 'cancel-order', clientOrderId: stopOf(driver) });
    expect(told(driver).slice(2)).toMatchObject([{ type: 'ExitFailingOver', status: 'CANCELED' }]);
    expect(open(driver.pass(TEN_MINUTES))).toEqual([]);
  });
});

describe('a take-profit of a bracket that fails', () => {
  it('is told of after ten orders, and fails no more once the venue has it', () => {
    const { driver } = entered();
    const tenth = lose(driver, 10, target);
    expect(told(driver)).toMatchObject([{ type: 'ExitFailing', clientOrderId: tenth, exit: 'take-profit', left: '3', orders: 10 }]);
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: 'v' });
    expect(told(driver).slice(1)).toMatchObject([{ type: 'ExitFailingOver', clientOrderId: tenth, by: target(driver) }]);
    expect(driver.core.tradingState()).toBe('ACTIVE');
  });

  it('is placed again when the venue takes orders again, over a restart too, and not before', () => {
    const { driver } = entered();
    const first = target(driver);
    driver.report(banned(first));
    driver.core = TradingCore.restore(JSON.parse(JSON.stringify(driver.core.snapshot())));
    expect(open(driver.pass(TEN_MINUTES - 1))).toEqual(['SELL 3 stop 95 EMULATED']);
    expect(open(driver.pass(1))).toEqual(['SELL 3 stop 95 EMULATED', 'SELL 3 110 SUBMITTED']);
    driver.report({ kind: 'accepted', clientOrderId: target(driver), venueOrderId: 'v' });
    expect(told(driver)).toMatchObject([
      { clientOrderId: first, orders: 1 },
      { clientOrderId: first, status: 'ACCEPTED' },
    ]);
  });
});
