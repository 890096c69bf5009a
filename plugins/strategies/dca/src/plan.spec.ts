import { depthsOf, weightsOf, type PlanParams } from './plan';

const plan: PlanParams = {
  symbol: 'BTC/USDT',
  direction: 'long',
  sizeFraction: 0.05,
  safetyOrders: 4,
  deviation: 0.01,
  stepScale: 2,
  safetySize: 3,
  volumeScale: 1.5,
};

describe('a plan of safety orders', () => {
  it('lies ever further away: each step is the one before times stepScale', () => {
    expect(depthsOf(plan).map(String)).toEqual(['0.01', '0.03', '0.07', '0.15']);
    expect(depthsOf({ ...plan, stepScale: 1 }).map(String)).toEqual(['0.01', '0.02', '0.03', '0.04']);
  });

  it('costs ever more: the first as many base orders as safetySize says, each next volumeScale times the one before', () => {
    expect(weightsOf(plan).map(String)).toEqual(['1', '3', '4.5', '6.75', '10.125']);
  });
});
