import type { Fill } from '@libs/client';
import { markersOf } from './markers';
import type { Trade } from './trades';

const colours = { up: 'green', down: 'red', accent: 'blue' };
const trade = (effect: Trade['effect'], side: 'BUY' | 'SELL', at: string, realised = '0'): Trade => ({
  effect,
  fill: { executionId: at, side, at, realised } as Fill,
});
const style = { colours, intervalMs: 60_000, from: Date.parse('2025-01-01T00:00:00Z') };

describe('markersOf', () => {
  it('marks an entry with an arrow at the bar of its fill', () => {
    expect(markersOf([trade('entry', 'BUY', '2025-01-01T00:05:42.123Z')], style)).toEqual([
      {
        id: '2025-01-01T00:05:42.123Z',
        time: Date.parse('2025-01-01T00:05:00Z') / 1000,
        position: 'belowBar',
        shape: 'arrowUp',
        color: 'blue',
        text: 'Long',
      },
    ]);
  });

  it('marks an exit with a square and its profit before fees', () => {
    const [marker] = markersOf([trade('exit', 'SELL', '2025-01-01T00:05:42.123Z', '-12.345')], style);
    expect(marker).toMatchObject({ shape: 'square', position: 'aboveBar', color: 'red' });
    expect(marker?.text).toMatch(/^Exit -12[.,]3/);
  });

  it('leaves out fills before the first bar, and words where they would be too many', () => {
    const at = (second: number): string => new Date(style.from + second * 1_000).toISOString();
    const markers = markersOf(
      [trade('entry', 'BUY', at(-1)), ...Array.from({ length: 30 }, (_, n) => trade('entry', 'BUY', at(n)))],
      style,
    );
    expect([markers.length, markers.filter(({ text }) => text).length]).toEqual([30, 24]);
  });
});
