import { createBatcher } from './batcher';

function batches() {
  const flushed: (readonly number[])[] = [];
  const scheduled: (() => void)[] = [];
  const batcher = createBatcher<number>(
    (items) => flushed.push(items),
    (run) => scheduled.push(run),
  );
  return { batcher, flushed, tick: () => scheduled.splice(0).forEach((run) => run()) };
}

describe('a batcher', () => {
  it('hands over everything of one tick together, in order', () => {
    const { batcher, flushed, tick } = batches();
    batcher.add(1);
    batcher.add(2);
    tick();
    batcher.add(3);
    tick();
    expect(flushed).toEqual([[1, 2], [3]]);
  });

  it('hands over nothing once stopped', () => {
    const { batcher, flushed, tick } = batches();
    batcher.add(1);
    batcher.stop();
    batcher.add(2);
    tick();
    expect(flushed).toEqual([]);
  });
});
