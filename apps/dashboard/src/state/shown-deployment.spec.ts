import type { Deployment, Instrument, Order, Position } from '@libs/client';
import { botsOf, marketOf } from './shown-deployment';
import type { Books } from './shown-deployment';

const deployment = (id: string, status: Deployment['status'], startedAt: string, strategy = 'ema-cross'): Deployment =>
  ({ id, status, startedAt, strategy, symbol: 'BTC/USDT', interval: '5m' }) as Deployment;

const holding = (deploymentId: string, quantity: string): Position => ({ deploymentId, symbol: 'BTC/USDT', quantity }) as Position;
const order = (deploymentId: string, status: string): Order => ({ deploymentId, status }) as Order;
const bots = (deployments: readonly Deployment[], books: Partial<Books> = {}): readonly string[] =>
  botsOf(deployments, { shares: [], orders: [], ...books }).map(({ id }) => id);

describe('botsOf', () => {
  it('prefers what runs over what stopped, and the newest of equals', () => {
    const all = [deployment('old', 'STOPPED', '3'), deployment('a', 'RUNNING', '1'), deployment('b', 'RUNNING', '2')];
    expect(bots(all)).toEqual(['b', 'a']);
    expect(bots(all.slice(0, 1))).toEqual(['old']);
  });

  it('keeps what has stopped while it holds a position or has an order in the market, though another runs', () => {
    const all = [deployment('run', 'RUNNING', '2'), deployment('stopped', 'STOPPED', '1'), deployment('over', 'STOPPED', '0')];
    expect(bots(all, { shares: [holding('stopped', '-0.5'), holding('over', '0')] })).toEqual(['run', 'stopped']);
    expect(bots(all, { orders: [order('stopped', 'PENDING_CANCEL'), order('over', 'CANCELED')] })).toEqual(['run', 'stopped']);
  });

  it('does not count the orders placed by hand as a strategy', () => {
    expect(bots([deployment('m', 'RUNNING', '1', 'manual')])).toEqual([]);
  });
});

describe('marketOf', () => {
  it('draws what the deployment watches', () => {
    expect(marketOf('a', deployment('d', 'RUNNING', '1'), [])).toEqual({
      accountId: 'a',
      symbol: 'BTC/USDT',
      interval: '5m',
      isStreamed: true,
    });
  });

  it('draws minutes, which nobody streams, of what a deployment watches without bars', () => {
    const onTheBook = { ...deployment('d', 'RUNNING', '1'), interval: '' };
    expect(marketOf('a', onTheBook, [])).toEqual({ accountId: 'a', symbol: 'BTC/USDT', interval: '1m', isStreamed: false });
  });

  it('draws the first instrument while nothing is deployed', () => {
    expect(marketOf('a', null, [{ symbol: 'ETH/USDT' } as Instrument])).toMatchObject({ symbol: 'ETH/USDT', interval: '1m' });
    expect(marketOf('a', null, [])).toBeNull();
  });
});
