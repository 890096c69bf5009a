import { OneByOne } from './one-by-one';

describe('OneByOne', () => {
  it('begins a work when the one before has ended, be it with an error', async () => {
    const said: string[] = [];
    const queue = new OneByOne();
    const work = (name: string, ends: () => void) => async () => {
      said.push(`${name} begins`);
      await Promise.resolve();
      said.push(`${name} ends`);
      ends();
    };
    const first = queue.run(
      work('first', () => {
        throw new Error('no');
      }),
    );
    const second = queue.run(work('second', () => undefined));
    await expect(first).rejects.toThrow('no');
    await second;
    expect(said).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  });
});
