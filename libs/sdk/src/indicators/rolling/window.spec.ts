import { emptyWindow, isFull, pushInto } from './window';

describe('pushInto', () => {
  it('gives back the oldest value once the window is full', () => {
    const window = emptyWindow(2);
    expect([1, 2, 3, 4, 5].map((value) => pushInto(window, value))).toEqual([null, null, 1, 2, 3]);
  });

  it('stores what JSON can say', () => {
    const window = emptyWindow(1);
    pushInto(window, -0);
    expect(window).toStrictEqual({ size: 1, values: [0], at: 0 });
  });
});

describe('isFull', () => {
  it('is so from value number `size` on', () => {
    const window = emptyWindow(2);
    expect([1, 2, 3].map((value) => (pushInto(window, value), isFull(window)))).toEqual([false, true, true]);
  });
});
