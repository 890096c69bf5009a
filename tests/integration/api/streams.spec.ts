import { setTimeout as pause } from 'node:timers/promises';
import { trustOf } from '@libs/kernel';
import { MARKET_TIME, withApi } from './api-house';

const house = withApi();

describe('journal streams', () => {
  const ORDERS =
    'subscription ($id: ID!, $after: String) { orders(accountId: $id, after: $after) { cursor order { clientOrderId status } } }';

  interface Update {
    readonly cursor: string;
    readonly order: { readonly clientOrderId: string; readonly status: string };
  }

  /** Takes `count` items and leaves. */
  async function take(count: number, after?: string): Promise<Update[]> {
    const updates: Update[] = [];
    for await (const { data, errors } of house.socket.iterate<{ orders: Update }>({
      query: ORDERS,
      variables: { id: house.accountId, after },
    })) {
      expect(errors).toBeUndefined();
      updates.push((data as { orders: Update }).orders);
      if (updates.length === count) break;
    }
    return updates;
  }

  it('resume after a cursor without losing or doubling an item', async () => {
    const live = take(1);
    await pause(100);
    await house.tradeOnce();
    const [first] = await live;
    const missed = await house.tradeOnce();
    const rest = await take(5, first?.cursor);
    const all = await take(8, String(Number(first?.cursor) - 1));
    expect(all.slice(0, 6)).toEqual([first, ...rest]);
    expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(8);
    const life = ['INITIALIZED', 'SUBMITTED', 'ACCEPTED', 'FILLED'];
    expect(all.map(({ order }) => order.status)).toEqual([...life, ...life]);
    expect(all[4]?.order.clientOrderId).toBe(missed);
  });

  it('refuse a cursor ahead of the journal', async () => {
    const failing = async (): Promise<void> => {
      for await (const { errors } of house.socket.iterate({ query: ORDERS, variables: { id: house.accountId, after: '999999' } }))
        throw new Error(errors?.[0]?.message);
    };
    await expect(failing()).rejects.toBeDefined();
  });
});

describe('value streams', () => {
  it('send the latest at once', async () => {
    house.fanout.publish(`account.${house.accountId}.value`, {
      balance: '1',
      unrealised: '2',
      realised: '0',
      fees: '0',
      equity: '3',
      marketTime: MARKET_TIME,
    });
    for await (const { data } of house.socket.iterate({
      query: 'subscription ($id: ID!) { value(accountId: $id) { equity marketTime } }',
      variables: { id: house.accountId },
    })) {
      expect(data).toEqual({ value: { equity: '3', marketTime: new Date(MARKET_TIME).toISOString() } });
      break;
    }
  });

  it('tell a ticker and then its change', async () => {
    const bids: unknown[] = [];
    for await (const { data } of house.socket.iterate<{ ticker: { bid: string } }>({
      query: 'subscription ($id: ID!) { ticker(accountId: $id, symbol: "BTC/USDT:USDT") { bid } }',
      variables: { id: house.accountId },
    })) {
      bids.push(data?.ticker.bid);
      if (bids.length === 2) break;
      await house.quote('50001', '50001.1');
    }
    expect(bids).toEqual(['50000', '50001']);
  });

  it('tell what a position is worth as prices come, and no profit while they are not trusted', async () => {
    await house.tradeOnce();
    const [{ quantity, entryValue } = { quantity: '', entryValue: '' }] = (await (
      await house.get(`/api/v1/positions?accountId=${house.accountId}`)
    ).json()) as { quantity: string; entryValue: string }[];
    const profitAt = (price: number): string => String(Math.round((Number(quantity) * price - Number(entryValue)) * 1e6) / 1e6);
    const seen: { price: string; level: string; unrealised: string | null }[] = [];
    for await (const { data, errors } of house.socket.iterate<{ heldPositions: { deploymentId: string | null; mark: (typeof seen)[0] }[] }>(
      {
        query: 'subscription ($id: ID!) { heldPositions(accountId: $id) { deploymentId mark { price level unrealised } } }',
        variables: { id: house.accountId },
      },
    )) {
      expect(errors).toBeUndefined();
      const positions = data!.heldPositions;
      expect(positions.map(({ deploymentId }) => deploymentId === null)).toEqual([true, false]);
      expect(positions[1]?.mark).toEqual(positions[0]?.mark);
      seen.push(positions[0]!.mark);
      if (seen.length === 1) await house.quote('52000', '52000.1');
      if (seen.length === 2) await house.trust(trustOf(['STALE']));
      if (seen.length === 3) break;
    }
    expect(seen[1]).toEqual({ price: '52000.05', level: 'TRUSTED', unrealised: profitAt(52_000.05) });
    expect(seen[2]).toEqual({ price: '52000.05', level: 'UNTRUSTED', unrealised: null });
  });
});
