import { systemTimers } from '@libs/platform';
import { jest } from '@jest/globals';
import { Pacer } from './pacer';

beforeEach(() => void jest.useFakeTimers({ now: 0 }));
afterEach(() => void jest.useRealTimers());

const monotonic = (): number => performance.now();

describe('the pacer', () => {
  it('wakes each sleeper once, at the earliest moment it asked for', () => {
    const start = monotonic();
    const pacer = new Pacer(monotonic, systemTimers);
    const woken: [string, number][] = [];
    const sleeper = (name: string): { wake(wall: number): void } => ({ wake: (wall) => void woken.push([name, wall - start]) });
    const [early, late] = [sleeper('early'), sleeper('late')];
    pacer.wakeAt(late, start + 30);
    pacer.wakeAt(early, start + 50);
    pacer.wakeAt(early, start + 5);
    pacer.wakeAt(early, start + 10);
    jest.advanceTimersByTime(1_000);
    expect(woken).toEqual([
      ['early', 5],
      ['late', 30],
    ]);
  });

  it('wakes a sleeper again that asks for it while it is woken', () => {
    const start = monotonic();
    const pacer = new Pacer(monotonic, systemTimers);
    const woken: number[] = [];
    const sleeper = {
      wake: (wall: number): void => {
        woken.push(wall - start);
        if (woken.length < 3) pacer.wakeAt(sleeper, wall + 20);
      },
    };
    pacer.wakeAt(sleeper, start + 20);
    jest.advanceTimersByTime(1_000);
    expect(woken).toEqual([20, 40, 60]);
  });

  it('does not wake before the moment, however it falls between two milliseconds', () => {
    const start = monotonic();
    const pacer = new Pacer(monotonic, systemTimers);
    const woken: number[] = [];
    pacer.wakeAt({ wake: (wall) => void woken.push(wall - start) }, start + 4.5);
    jest.advanceTimersByTime(1_000);
    expect(woken).toEqual([5]);
  });

  it('wakes nobody once it is stopped', () => {
    const pacer = new Pacer(monotonic, systemTimers);
    const woken: string[] = [];
    pacer.wakeAt({ wake: () => void woken.push('stopped') }, monotonic() + 1);
    pacer.stop();
    jest.advanceTimersByTime(1_000);
    expect(woken).toEqual([]);
  });
});
