import fc from 'fast-check';
import type { VenueReport } from './input';
import { CoreDriver, market } from './testing/core-driver';

/** What the venue and the executor say of one buy of three: each may come late, early or twice. */
interface Story {
  readonly reports: (id: string) => readonly VenueReport[];
  readonly end: { readonly status: string; readonly filled: string; readonly cost: string };
}

const told = (id: string, status: Extract<VenueReport, { kind: 'order' }>['status'], filledQuantity: string): VenueReport => ({
  kind: 'order',
  clientOrderId: id,
  venueOrderId: 'v1',
  status,
  filledQuantity,
});
const accepted = (id: string): VenueReport => ({ kind: 'accepted', clientOrderId: id, venueOrderId: 'v1' });
const unknown = (id: string): VenueReport => ({ kind: 'unknown', clientOrderId: id, cause: 'timeout' });
const execution = (id: string, executionId: string, quantity: string, price: string): VenueReport => ({
  kind: 'execution',
  executionId,
  clientOrderId: id,
  venueSymbol: 'BTCUSDT',
  category: 'linear',
  side: 'BUY',
  quantity,
  price,
  fee: '0.01',
  feeAsset: 'USDT',
  liquidity: 'TAKER',
});

const STORIES: Readonly<Record<string, Story>> = {
  'fills in two parts': {
    reports: (id) => [
      unknown(id),
      accepted(id),
      told(id, 'ACCEPTED', '0'),
      told(id, 'PARTIALLY_FILLED', '1'),
      execution(id, 'e1', '1', '100'),
      told(id, 'FILLED', '3'),
      execution(id, 'e2', '2', '101'),
    ],
    end: { status: 'FILLED', filled: '3', cost: '302' },
  },
  'is cancelled after a part has traded': {
    reports: (id) => [
      unknown(id),
      accepted(id),
      told(id, 'ACCEPTED', '0'),
      execution(id, 'e1', '1', '100'),
      told(id, 'PARTIALLY_FILLED', '1'),
      told(id, 'CANCELED', '1'),
    ],
    end: { status: 'CANCELED', filled: '1', cost: '100' },
  },
  'is filled although its cancel was asked for': {
    reports: (id) => [
      accepted(id),
      execution(id, 'e1', '3', '100'),
      told(id, 'FILLED', '3'),
      { kind: 'cancel-refused', clientOrderId: id, code: '110001', message: 'too late' },
    ],
    end: { status: 'FILLED', filled: '3', cost: '300' },
  },
  'is cancelled untouched': {
    reports: (id) => [unknown(id), accepted(id), told(id, 'ACCEPTED', '0'), told(id, 'CANCELED', '0')],
    end: { status: 'CANCELED', filled: '0', cost: '0' },
  },
};

describe.each(Object.entries(STORIES))('an order that %s', (_, { reports, end }) => {
  it('ends the same in whatever order, and however often, it is told', () => {
    const count = reports('x').length;
    const orders = fc.tuple(
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count }),
      fc.array(fc.nat(count - 1), { maxLength: 4 }),
    );
    fc.assert(
      fc.property(orders, ([once, again]) => {
        const driver = new CoreDriver().running();
        const [id] = driver.trade(market({ type: 'LIMIT', price: '101', timeInForce: 'GTC', quantity: '3' }));
        const all = reports(id!);
        for (const index of [...once, ...again]) driver.report(all[index]!);
        driver.settle();
        const order = driver.core.order(id!)!;
        expect({ status: order.status, filled: order.filledQuantity.toString(), cost: order.filledCost.toString() }).toEqual(end);
        expect(driver.core.tradingState()).toBe('ACTIVE');
        expect(driver.core.openOrders()).toEqual([]);
        expect(driver.core.positions()[0]?.position.cost.toString() ?? '0').toBe(end.cost);
        const fills = driver.events.filter(({ type }) => type === 'FillRecorded').length;
        expect(fills).toBe(all.filter(({ kind }) => kind === 'execution').length);
      }),
      { numRuns: 200 },
    );
  });
});
