import fc from 'fast-check';
import { TriggerIndex, type TriggerDirection } from './trigger-index';

function fired(index: TriggerIndex, ticks: number): number[] {
  const ids: number[] = [];
  index.fire(ticks, (id) => void ids.push(id));
  return ids;
}

describe('TriggerIndex', () => {
  it('sets off a rise at its price and above, once', () => {
    const index = new TriggerIndex();
    index.add(1, 'RISE', 100);
    expect([fired(index, 99), fired(index, 100), fired(index, 101)]).toEqual([[], [1], []]);
  });

  it('sets off a fall at its price and below', () => {
    const index = new TriggerIndex();
    index.add(1, 'FALL', 100);
    index.add(2, 'FALL', 100);
    expect([fired(index, 101), fired(index, 90)]).toEqual([[], [1, 2]]);
  });

  it('hands over the nearest threshold first, and the earlier of two at one price', () => {
    const index = new TriggerIndex();
    index.add(1, 'RISE', 103);
    index.add(2, 'RISE', 101);
    index.add(3, 'RISE', 103);
    index.add(4, 'RISE', 102);
    expect(fired(index, 110)).toEqual([2, 4, 1, 3]);
  });

  it('tells the next thresholds either way', () => {
    const index = new TriggerIndex();
    expect([index.nextRise, index.nextFall]).toEqual([Infinity, -Infinity]);
    index.add(1, 'RISE', 103);
    index.add(2, 'RISE', 105);
    index.add(3, 'FALL', 90);
    index.add(4, 'FALL', 80);
    expect([index.nextRise, index.nextFall]).toEqual([103, 90]);
    index.remove(1);
    index.remove(3);
    expect([index.nextRise, index.nextFall]).toEqual([105, 80]);
  });

  it('does not hand over what an earlier one removed', () => {
    const index = new TriggerIndex();
    index.add(1, 'RISE', 100);
    index.add(2, 'RISE', 101);
    const ids: number[] = [];
    index.fire(200, (id) => {
      ids.push(id);
      index.remove(2);
    });
    expect([ids, index.size]).toEqual([[1], 0]);
  });

  it('keeps what is added meanwhile for the next price', () => {
    const index = new TriggerIndex();
    index.add(1, 'FALL', 100);
    index.fire(50, () => index.add(2, 'FALL', 100));
    expect([index.size, fired(index, 50)]).toEqual([1, [2]]);
  });

  it('keeps what is left when most of the others were removed', () => {
    const index = new TriggerIndex();
    for (let id = 1; id <= 100; id += 1) index.add(id, 'RISE', 100 + id);
    // The nearest stay, so that none of the removed ever comes to the top.
    for (let id = 4; id <= 100; id += 1) index.remove(id);
    expect([index.nextRise, index.size]).toEqual([101, 3]);
    expect(fired(index, 300)).toEqual([1, 2, 3]);
  });

  it('does as a list would that is searched from end to end', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('add'), ticks: fc.integer({ min: 1, max: 30 }), rises: fc.boolean() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove'), ticks: fc.nat(200), rises: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('fire'), ticks: fc.integer({ min: 1, max: 30 }), rises: fc.boolean() }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const index = new TriggerIndex();
        let list: { id: number; ticks: number; direction: TriggerDirection }[] = [];
        steps.forEach(({ kind, ticks, rises }, id) => {
          const direction = rises ? 'RISE' : 'FALL';
          if (kind === 'add') {
            index.add(id, direction, ticks);
            list.push({ id, ticks, direction });
          } else if (kind === 'remove') {
            index.remove(ticks);
            list = list.filter((entry) => entry.id !== ticks);
          } else {
            const rising = list.filter((entry) => entry.direction === 'RISE' && entry.ticks <= ticks).sort((a, b) => a.ticks - b.ticks);
            const falling = list.filter((entry) => entry.direction === 'FALL' && entry.ticks >= ticks).sort((a, b) => b.ticks - a.ticks);
            const due = [...rising, ...falling].map((entry) => entry.id);
            expect(fired(index, ticks)).toEqual(due);
            list = list.filter((entry) => !due.includes(entry.id));
          }
          expect(index.size).toBe(list.length);
        });
      }),
    );
  });
});
