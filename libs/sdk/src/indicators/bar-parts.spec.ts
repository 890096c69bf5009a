import { closeLocation, typicalPrice } from './bar-parts';

describe('typicalPrice', () => {
  it('is the mean of high, low and close', () => {
    expect(typicalPrice({ high: 12, low: 6, close: 9 })).toBe(9);
  });
});

describe('closeLocation', () => {
  it.each([
    [12, 1],
    [9, 0],
    [7.5, -0.5],
    [6, -1],
  ])('of a close at %p in 6 to 12 is %p', (close, location) => {
    expect(closeLocation({ high: 12, low: 6, close })).toBe(location);
  });

  it('is 0 without a range', () => {
    expect(closeLocation({ high: 6, low: 6, close: 6 })).toBe(0);
  });
});
