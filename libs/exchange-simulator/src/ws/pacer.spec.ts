import { Pacer } from './pacer';

describe('the pacer', () => {
  it('wakes each sleeper once, at the earliest moment it asked for, in their order', async () => {
    const pacer = new Pacer(() => performance.now());
    const woken: string[] = [];
    const now = performance.now();
    await new Promise<void>((done) => {
      const late = { wake: (): void => void (woken.push('late') === 3 ? done() : pacer.wakeAt(late, performance.now() + 1)) };
      const early = { wake: (): void => void woken.push('early') };
      pacer.wakeAt(late, now + 30);
      pacer.wakeAt(early, now + 50);
      pacer.wakeAt(early, now + 5);
      pacer.wakeAt(early, now + 10);
    });
    expect(woken).toEqual(['early', 'late', 'late']);
  });

  it('wakes nobody once it is stopped', async () => {
    const pacer = new Pacer(() => performance.now());
    const woken: string[] = [];
    pacer.wakeAt({ wake: () => woken.push('stopped') }, performance.now() + 1);
    pacer.stop();
    await new Promise<void>((done) => {
      const other = new Pacer(() => performance.now());
      other.wakeAt({ wake: () => done(void woken.push('other')) }, performance.now() + 20);
    });
    expect(woken).toEqual(['other']);
  });
});
