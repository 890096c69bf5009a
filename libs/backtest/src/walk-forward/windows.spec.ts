import fc from 'fast-check';
import { windowsOf } from './windows';

const terms = { span: { from: 100, to: 1_000 }, train: 300, test: 200, anchored: false, step: 100 };

describe('the windows of a walk forward', () => {
  it('roll: each is as long as the others and begins a test later', () => {
    expect(windowsOf(terms)).toEqual([
      { train: { from: 100, to: 400 }, test: { from: 400, to: 600 } },
      { train: { from: 300, to: 600 }, test: { from: 600, to: 800 } },
      { train: { from: 500, to: 800 }, test: { from: 800, to: 1_000 } },
    ]);
  });

  it('grow from one beginning when they are anchored', () => {
    expect(windowsOf({ ...terms, anchored: true }).map(({ train }) => train)).toEqual([
      { from: 100, to: 400 },
      { from: 100, to: 600 },
      { from: 100, to: 800 },
    ]);
  });

  it('begin where the longest bars do, and leave out what is no whole test', () => {
    const found = windowsOf({ ...terms, span: { from: 101, to: 999 } });
    expect(found.map(({ test }) => test)).toEqual([
      { from: 500, to: 700 },
      { from: 700, to: 900 },
    ]);
  });

  it.each([
    ['lengths that are no whole bars', { train: 350 }, 'train is 0.35 s; it must be a multiple of the longest bars, which are 0.1 s'],
    ['no test at all', { test: 0 }, 'test is 0 s; it must be a multiple'],
    ['more days than there are', { train: 90_000_000 }, 'train and test together are 1 d 1 h 0.2 s, and there are 0.9 s'],
    ['too little data', { train: 800 }, 'train and test together are 1 s, and there are 0.9 s of data to trade on'],
  ])('refuse %s', (_, more, message) => {
    expect(() => windowsOf({ ...terms, ...more })).toThrow(message);
  });

  it('never let a search see a test, and test every moment once', () => {
    const count = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(count, count, fc.integer({ min: 0, max: 99 }), fc.boolean(), (train, test, from, anchored) => {
        const windows = windowsOf({ span: { from, to: 10_000 }, train: train * 100, test: test * 100, anchored, step: 100 });
        for (const [at, window] of windows.entries()) {
          expect(window.train.to).toBe(window.test.from);
          expect(window.test.from).toBe(windows[at - 1]?.test.to ?? window.test.from);
          expect(window.test.to).toBeLessThanOrEqual(10_000);
          expect(window.train.from).toBeGreaterThanOrEqual(from);
        }
      }),
    );
  });
});
