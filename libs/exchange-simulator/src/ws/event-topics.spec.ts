import { systemTimers } from '@libs/platform';
import type { FeedMarket } from '../market/feed';
import { LiquidationTopic } from './liquidation-topic';
import { Pacer } from './pacer';
import { LadderMarket, listener } from './testing/ladder-market';
import type { TopicParts } from './topic';
import { TradeTopic } from './trade-topic';

const pacer = new Pacer(() => 0, systemTimers);
afterAll(() => pacer.stop());

function partsOf(category: 'linear' | 'spot' = 'linear'): TopicParts {
  const market = Object.assign(new LadderMarket(category), { series: { volumeScale: 3 } });
  return { market: market as unknown as FeedMarket, pacer, marketNow: () => 9 };
}

function trade(at: number): { at: number; ticks: number; volume: number; buyerTook: boolean } {
  return { at, ticks: 101, volume: 5, buyerTook: true };
}

describe('public trades', () => {
  it('of one turn share a message, at most 1,024 of them', async () => {
    const topic = new TradeTopic('publicTrade.BTCUSDT', partsOf());
    const { connection, texts } = listener();
    topic.subscribers.add(connection);
    for (let at = 1; at <= 1_030; at += 1) topic.traded(trade(at));
    await Promise.resolve();
    const messages = texts.map((text) => JSON.parse(text) as { ts: number; data: { T: number }[] });
    expect(messages.map(({ ts, data }) => [ts, data.length, data[0]!.T])).toEqual([
      [1_024, 1_024, 1],
      [1_030, 6, 1_025],
    ]);
  });

  it('come before the candle that they belong to closes', () => {
    const topic = new TradeTopic('publicTrade.BTCUSDT', partsOf());
    const { connection, texts } = listener();
    topic.subscribers.add(connection);
    topic.traded(trade(1));
    topic.barClosed();
    expect(texts).toHaveLength(1);
  });

  it('name price, size and the side that took', async () => {
    const topic = new TradeTopic('publicTrade.BTCUSDT', partsOf());
    const { connection, texts } = listener();
    topic.subscribers.add(connection);
    topic.traded(trade(7));
    await Promise.resolve();
    expect(JSON.parse(texts[0]!)).toMatchObject({
      topic: 'publicTrade.BTCUSDT',
      type: 'snapshot',
      ts: 7,
      data: [{ T: 7, s: 'BTCUSDT', S: 'Buy', v: '0.005', p: '10.1', L: 'PlusTick', BT: false }],
    });
  });
});

it('liquidations within half a second share a message; a long position taken over reads Buy', () => {
  const topic = new LiquidationTopic('allLiquidation.BTCUSDT', partsOf());
  const { connection, texts } = listener();
  topic.subscribers.add(connection);
  topic.liquidated({ side: 'BUY', quantity: '0.5', price: '9.5', at: 1 }, 0);
  topic.liquidated({ side: 'SELL', quantity: '2', price: '10.5', at: 2 }, 100);
  topic.liquidated({ side: 'BUY', quantity: '3', price: '9', at: 3 }, 500);
  const messages = texts.map((text) => (JSON.parse(text) as { data: { S: string; v: string; p: string }[] }).data);
  expect(messages).toEqual([
    [{ T: 1, s: 'BTCUSDT', S: 'Buy', v: '0.5', p: '9.5' }],
    [
      { T: 2, s: 'BTCUSDT', S: 'Sell', v: '2', p: '10.5' },
      { T: 3, s: 'BTCUSDT', S: 'Buy', v: '3', p: '9' },
    ],
  ]);
});
