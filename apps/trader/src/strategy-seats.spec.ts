import type { Effect, Input } from '@libs/engine';
import type { Delivery, StrategyAnswer } from '@libs/sdk';
import { StrategySeats } from './strategy-seats';

const delivery = (inputSeq: number): Delivery => ({
  deploymentId: 'd',
  inputSeq,
  event: { type: 'start' },
  context: { marketTime: 0, positions: {}, equity: '0', openOrders: [], instruments: {} },
});
const deliver = (inputSeq: number): Effect => ({ type: 'deliver', delivery: delivery(inputSeq) });
const answer = (upTo: number, stateHash: string): StrategyAnswer => ({ deploymentId: 'd', upTo, commands: [], logs: [], stateHash });
const recorded = (upTo: number, stateHash: string): Input => ({
  inputSeq: upTo + 1,
  marketTime: 0,
  body: { type: 'answer', answer: answer(upTo, stateHash) },
});

function seats() {
  const delivered: number[] = [];
  const sandbox = {
    load: () => undefined,
    unload: () => undefined,
    deliver: ({ inputSeq }: Delivery) => void delivered.push(inputSeq),
    snapshot: () => Promise.resolve({}),
  };
  return { seats: new StrategySeats(sandbox), delivered };
}

describe('StrategySeats', () => {
  it('loads each strategy by the version that it was deployed as', () => {
    const loaded: object[] = [];
    const sandbox = {
      load: (load: object) => void loaded.push(load),
      unload: () => undefined,
      deliver: () => undefined,
      snapshot: () => Promise.resolve({}),
    };
    const account = new StrategySeats(sandbox);
    const terms = { deploymentId: 'd', strategy: 's', strategyVersion: '1.0.0+a', params: {}, watches: [], warmUpBars: 0 };
    account.restore({ deployments: () => [{ terms, status: 'running' } as never], outstanding: () => [] }, {});
    account.carryOut({ type: 'load-strategy', terms: { ...terms, deploymentId: 'e' } });
    expect(loaded).toEqual(['d', 'e'].map((deploymentId) => ({ deploymentId, strategy: 's', strategyVersion: '1.0.0+a', params: {} })));
  });

  it('repeats a delivery only when its recorded answer comes by', () => {
    const { seats: account, delivered } = seats();
    account.carryOut(deliver(5));
    expect(delivered).toEqual([]);
    account.recall(recorded(5, 'h'));
    expect(delivered).toEqual([5]);
  });

  it('delivers what nobody answered once it goes live, and everything after it at once', () => {
    const { seats: account, delivered } = seats();
    account.carryOut(deliver(5));
    account.goLive();
    account.carryOut(deliver(6));
    expect(delivered).toEqual([5, 6]);
  });

  it('tells a strategy what was held back from it before it tells it to stop', () => {
    const { seats: account, delivered } = seats();
    account.goLive();
    account.holdBack();
    account.carryOut(deliver(5));
    account.carryOut({ type: 'deliver', delivery: { ...delivery(6), event: { type: 'stop' } } });
    account.carryOut(deliver(7));
    expect(delivered).toEqual([5, 6]);
    expect([5, 7].map((inputSeq) => account.isHeld(delivery(inputSeq)))).toEqual([false, true]);
    account.goOn();
    expect(delivered).toEqual([5, 6, 7]);
  });

  it('keeps a recorded answer from the core, and gives it a new one', () => {
    const { seats: account } = seats();
    account.carryOut(deliver(5));
    account.recall(recorded(5, 'h'));
    expect(account.isNews(answer(5, 'h'))).toBe(false);
    expect(account.isNews(answer(6, 'h'))).toBe(true);
    expect(account.strayed.size).toBe(0);
  });

  it('names a deployment that came out differently', () => {
    const { seats: account } = seats();
    account.carryOut(deliver(5));
    account.recall(recorded(5, 'h'));
    account.isNews(answer(5, 'other'));
    expect([...account.strayed.keys()]).toEqual(['d']);
  });
});
