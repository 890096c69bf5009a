import fc from 'fast-check';
import { EventQueue } from './event-queue';

describe('an event queue', () => {
  it('gives events by time, and those of one moment as they came', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const queue = new EventQueue<number>();
        times.forEach((at, order) => queue.add(at, order));
        const taken: (readonly [number, number])[] = [];
        for (let next = queue.take(); next; next = queue.take()) taken.push([next.at, next.event]);
        const expected = times.map((at, order) => [at, order] as const).toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
        expect(taken).toEqual(expected);
        expect(queue.size).toBe(0);
      }),
    );
  });

  it('knows when the next one is due', () => {
    const queue = new EventQueue<string>();
    expect(queue.nextAt).toBeUndefined();
    queue.add(5, 'later');
    queue.add(3, 'sooner');
    expect(queue.nextAt).toBe(3);
  });
});
