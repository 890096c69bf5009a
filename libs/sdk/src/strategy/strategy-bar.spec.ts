import { StrategyBarOf } from './strategy-bar';
import { stateText } from './state-text';

describe('StrategyBarOf', () => {
  it('makes plain objects, as a literal would', () => {
    const literal = { start: 60_000, open: 1.5, high: 3, low: 1, close: 2, volume: 0.25 };
    const bar = new StrategyBarOf(60_000, 1.5, 3, 1, 2, 0.25);
    expect(bar).toStrictEqual(literal);
    expect(Object.getPrototypeOf(bar)).toBe(Object.prototype);
    expect(stateText({ bar })).toBe(stateText({ bar: literal }));
    expect({ ...bar }).toStrictEqual(literal);
  });
});
