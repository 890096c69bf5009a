import { existsSync } from 'node:fs';
import { Decimal } from '@libs/kernel';
import { compareWithVenue, isSettled, onlyAccount } from '../support/oracle';
import { Platform, until } from '../support/platform';

const FILE = '../shared/data/bybit-klines/1m/BTCUSDT_linear_1m.csv.gz';
const FILLS = 6;
const PATIENCE_MS = 120_000;

interface Fill {
  readonly side: 'BUY' | 'SELL';
  readonly quantity: string;
  readonly price: string;
  readonly fee: string;
}

interface AccountAnswer {
  readonly account: {
    readonly balances: readonly { readonly asset: string; readonly total: string }[];
    readonly value: {
      readonly balance: string;
      readonly realised: string;
      readonly unrealised: string;
      readonly fees: string;
      readonly equity: string;
    };
  };
  readonly fills: { readonly items: readonly Fill[] };
  readonly positions: readonly { readonly quantity: string; readonly averagePrice: string | null }[];
}

const QUERY = `query ($id: ID!) {
  account(id: $id) { balances { asset total } value { balance realised unrealised fees equity } }
  fills(accountId: $id, first: 500) { items { side quantity price fee } }
  positions(accountId: $id) { quantity averagePrice }
}`;

describe('a new installation', () => {
  const platform = new Platform(existsSync(FILE) ? ['--replay', FILE, '--speed', '600'] : ['--speed', '600']);
  let accountId = '';

  beforeAll(async () => {
    await platform.start();
    accountId = await onlyAccount(platform);
    const filled = async (): Promise<boolean> =>
      (await platform.graphql<AccountAnswer>(QUERY, { id: accountId })).fills.items.length >= FILLS;
    await until(filled, PATIENCE_MS, () => `no ${FILLS} fills`);
    await platform.cli('halt', '--reason', 'count the money');
    await until(
      () => isSettled(platform, accountId),
      30_000,
      () => 'orders are still under way',
    );
  }, PATIENCE_MS + 120_000);

  afterAll(() => platform.remove(), 60_000);

  it('has the same orders, fills and balances as the venue, and a ledger that sums to zero', async () => {
    expect((await compareWithVenue(platform, accountId)).problems).toEqual([]);
  });

  it('shows the profit that its fills add up to', async () => {
    const { account, fills, positions } = await platform.graphql<AccountAnswer>(QUERY, { id: accountId });
    const oldestFirst = [...fills.items].reverse();
    const signed = oldestFirst.map(({ side, quantity, price, fee }) => {
      const size = side === 'BUY' ? Decimal.parse(quantity) : Decimal.parse(quantity).negated();
      return { size, cost: size.times(Decimal.parse(price)), fee: Decimal.parse(fee) };
    });
    const sum = (values: Decimal[]): Decimal => values.reduce((total, value) => total.plus(value), Decimal.ZERO);
    const position = sum(signed.map(({ size }) => size));
    const paid = sum(signed.map(({ cost }) => cost));
    const fees = sum(signed.map(({ fee }) => fee));
    expect(positions.map(({ quantity }) => quantity)).toEqual(position.isZero ? [] : [position.toString()]);
    expect(account.value.fees).toBe(fees.toString());
    // What was paid for everything, less what the open position cost, was lost: realised = open cost − Σ signed cost.
    const openCost = position.isZero ? Decimal.ZERO : position.times(Decimal.parse(positions[0]!.averagePrice!));
    const realised = openCost.minus(paid);
    expect(Decimal.parse(account.value.realised).minus(realised).abs().lte(Decimal.parse('0.000001'))).toBe(true);
    expect(account.value.balance).toBe(Decimal.parse('100000').plus(Decimal.parse(account.value.realised)).minus(fees).toString());
    expect(account.balances).toEqual([{ asset: 'USDT', total: account.value.balance }]);
    expect(account.value.equity).toBe(Decimal.parse(account.value.balance).plus(Decimal.parse(account.value.unrealised)).toString());
  });

  it('replays its session to the byte', async () => {
    expect(await platform.cli('replay', 'latest')).toMatchObject({ identical: true });
  }, 60_000);

  it('leaves nothing running after Ctrl-C', async () => {
    await platform.stop();
    expect(platform.running()).toEqual([]);
  }, 30_000);
});
