import type { Deployment, Instrument } from '@libs/client';
import { botsOf, marketOf } from './shown-deployment';

const deployment = (id: string, status: Deployment['status'], startedAt: string, strategy = 'ema-cross'): Deployment =>
  ({ id, status, startedAt, strategy, symbol: 'BTC/USDT', interval: '5m' }) as Deployment;

describe('botsOf', () => {
  it('prefers what runs over what stopped, and the newest of equals', () => {
    const all = [deployment('old', 'STOPPED', '3'), deployment('a', 'RUNNING', '1'), deployment('b', 'RUNNING', '2')];
    expect(botsOf(all).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(botsOf(all.slice(0, 1)).map(({ id }) => id)).toEqual(['old']);
  });

  it('does not count the orders placed by hand as a strategy', () => {
    expect(botsOf([deployment('m', 'RUNNING', '1', 'manual')])).toEqual([]);
  });
});

describe('marketOf', () => {
  it('draws what the deployment watches', () => {
    expect(marketOf('a', deployment('d', 'RUNNING', '1'), [])).toEqual({ accountId: 'a', symbol: 'BTC/USDT', interval: '5m' });
  });

  it('draws the first instrument while nothing is deployed', () => {
    expect(marketOf('a', null, [{ symbol: 'ETH/USDT' } as Instrument])).toEqual({ accountId: 'a', symbol: 'ETH/USDT', interval: '1m' });
    expect(marketOf('a', null, [])).toBeNull();
  });
});
