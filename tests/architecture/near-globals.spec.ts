import { jest } from '@jest/globals';

describe('a module under test', () => {
  it('has names of its own for what it computes with, since a look through the context of a test takes fifty times as long', () => {
    const own = globalThis.Math;
    try {
      Reflect.set(globalThis, 'Math', {});
      expect(Math).toBe(own);
    } finally {
      Reflect.set(globalThis, 'Math', own);
    }
  });

  it('sees the clock that a test puts in the place of the real one', () => {
    jest.useFakeTimers({ now: 7 });
    expect(Date.now()).toBe(7);
    jest.useRealTimers();
  });
});
