import { SeededRandom } from '../random/seeded-random';
import { TextIndex } from './text-index';

interface Thing {
  readonly text: string;
  readonly step: number;
}

describe('TextIndex', () => {
  it('answers as a Map does through growth, new values and removals', () => {
    const random = new SeededRandom(3);
    const index = new TextIndex<Thing>(({ text }) => text);
    const map = new Map<string, Thing>();
    for (let step = 0; step < 20_000; step += 1) {
      const text = `id-${random.next() % 700}`;
      if (random.next() % 3 === 0) {
        index.delete(text);
        map.delete(text);
      } else {
        const thing = { text, step };
        index.set(thing);
        map.set(text, thing);
      }
      const other = `id-${random.next() % 700}`;
      expect(index.get(other)).toBe(map.get(other));
      expect([index.has(other), index.size]).toEqual([map.has(other), map.size]);
    }
    expect(index.size).toBeGreaterThan(400);
  });

  it('knows the empty text from nothing', () => {
    const index = new TextIndex<Thing>(({ text }) => text);
    expect([index.get(''), index.has('')]).toEqual([undefined, false]);
    const nameless = { text: '', step: 1 };
    index.set(nameless);
    expect(index.get('')).toBe(nameless);
  });
});
