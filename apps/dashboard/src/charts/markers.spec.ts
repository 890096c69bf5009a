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

  it('colours no loss where none is shown', () => {
    const [marker] = markersOf([trade('exit', 'SELL', '2025-01-01T00:05:42.123Z', '-0.004')], style);
    expect(marker?.text).toMatch(/^Exit 0[.,]00$/);
    expect(marker?.color).toBe('green');
  });

  it('leaves out fills before the first bar', () => {
    const at = new Date(style.from - 1_000).toISOString();
    expect(markersOf([trade('entry', 'BUY', at)], style)).toEqual([]);
  });

  it('writes no words over those of a newer marker on the same side', () => {
    const at = (minute: number): string => new Date(style.from + minute * 60_000).toISOString();
    const trades = [
      trade('entry', 'BUY', at(0)),
      trade('exit', 'SELL', at(9)),
      trade('entry', 'BUY', at(10)),
      trade('entry', 'BUY', at(11)),
    ];
    // The buy at minute 10 is beside that of 11, the one at 0 eleven bars from it; the sell is on the other side.
    expect(markersOf(trades, style).map(({ text }) => text !== undefined)).toEqual([true, true, false, true]);
  });
});
