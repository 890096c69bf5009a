import { decimal } from '@libs/kernel';
import type { StrategyEvent } from '@libs/sdk';
import { CoreDriver, DEPLOYMENT, OTHER, PERP, market, terms } from './testing/core-driver';
import type { VenueReport } from './input';

const funding = (amount: string, fundingId = 'f1'): VenueReport => ({
  kind: 'funding',
  fundingId,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  rate: '0.0001',
  amount,
  asset: 'USDT',
  at: 8,
});

/** Two strategies that hold 1 and 2 BTC; the second hears of funding. */
function held(): CoreDriver {
  const driver = new CoreDriver().running();
  driver.fill(driver.accepted(), 'e1', '1', '100');
  driver.settle();
  driver.operator({ kind: 'deploy', terms: terms({ deploymentId: OTHER, hears: ['funding'] }) });
  driver.historyOf(OTHER, [9, 10]);
  driver.settle();
  driver.at(12).liveBar(11);
  const { events } = driver.answer([market({ quantity: '2' })], OTHER);
  const [id] = events.flatMap((event) => (event.type === 'OrderChanged' ? [event.order.clientOrderId] : []));
  driver.fill(id!, 'e2', '2', '100');
  return driver.settle();
}

const heard = (driver: CoreDriver): StrategyEvent[] =>
  driver.results.flatMap(({ effects }) =>
    effects.flatMap((effect) => (effect.type === 'deliver' && effect.delivery.event.type === 'funding' ? [effect.delivery.event] : [])),
  );

describe('funding', () => {
  it('moves money once and is shared by what each strategy holds, to the last digit', () => {
    const driver = held();
    const before = driver.core.accountValue().balance;
    const { events } = driver.report(funding('-0.1'));
    driver.report(funding('-0.1'));
    expect(events[0]).toEqual({
      type: 'FundingPaid',
      fundingId: 'f1',
      symbol: PERP,
      rate: '0.0001',
      amount: '-0.1',
      asset: 'USDT',
      at: 8,
      shares: { [DEPLOYMENT]: '-0.03333333', [OTHER]: '-0.06666667' },
    });
    expect(decimal(driver.core.accountValue().balance).minus(decimal(before)).toString()).toBe('-0.1');
  });

  it('is heard by those who have a hook for it, with their share', () => {
    const driver = held();
    driver.report(funding('0.3'));
    driver.settle();
    expect(heard(driver)).toEqual([{ type: 'funding', symbol: PERP, rate: 0.0001, amount: '0.2', at: 8 }]);
  });

  it('keeps the ledger at zero', () => {
    const driver = held();
    driver.report(funding('-0.1'));
    const posted = driver.last.events.flatMap((event) => (event.type === 'LedgerPosted' ? [event.posting] : []));
    expect(posted).toEqual([
      {
        reason: 'funding',
        reference: 'f1',
        entries: [
          { account: 'wallet', asset: 'USDT', amount: decimal('-0.1') },
          { account: 'funding', asset: 'USDT', amount: decimal('0.1') },
        ],
      },
    ]);
  });

  it('of an instrument that nobody knows halts trading', () => {
    const driver = held();
    driver.report({ ...(funding('-0.1') as Extract<VenueReport, { kind: 'funding' }>), venueSymbol: 'XYZ' });
    expect(driver.core.tradingState()).toBe('HALTED');
  });

  it('that comes when nothing is held any more is the account’s alone', () => {
    const driver = new CoreDriver().running();
    expect(driver.report(funding('-0.1')).events[0]).toMatchObject({ type: 'FundingPaid', shares: {} });
  });
});
