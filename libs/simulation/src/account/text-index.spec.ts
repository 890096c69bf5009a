import { SeededRandom } from '../random/seeded-random';
import { TextIndex } from './text-index';

describe('TextIndex', () => {
  it('answers as a Map does through growth, new values and removals', () => {
    const random = new SeededRandom(3);
    const index = new TextIndex<number>();
    const map = new Map<string, number>();
    for (let step = 0; step < 20_000; step += 1) {
      const text = `id-${random.next() % 700}`;
      if (random.next() % 3 === 0) {
        index.delete(text);
        map.delete(text);
      } else {
        index.set(text, step);
        map.set(text, step);
      }
      const other = `id-${random.next() % 700}`;
      expect([index.get(other), index.has(other), index.size]).toEqual([map.get(other), map.has(other), map.size]);
    }
    expect(index.size).toBeGreaterThan(400);
  });

  it('knows the empty text from nothing', () => {
    const index = new TextIndex<string>();
    expect([index.get(''), index.has('')]).toEqual([undefined, false]);
    index.set('', 'nameless');
    expect(index.get('')).toBe('nameless');
  });
});
