import type { BollingerValue } from '@libs/sdk';

export type Direction = 'LONG' | 'SHORT' | 'FLAT';

export const FIRST_SIDE: Direction = 'FLAT';

export interface Signals {
  readonly close: number;
  readonly bands: BollingerValue;
  /** True if the close moved above the upper band, or below the lower one, with this bar. */
  readonly isUp: boolean;
  readonly isDown: boolean;
  readonly isStopped: boolean;
}

export interface Rules {
  readonly symbol: string;
  readonly exit: 'middle' | 'opposite';
  readonly direction: 'both' | 'long';
}

/** The wanted side from this bar on, and why; a breakout in the other direction reverses the position. */
export function decideSide(signals: Signals, side: Direction, rules: Rules): { readonly side: Direction; readonly why: string } {
  const { isUp, isDown, isStopped } = signals;
  if (isStopped) return { side: 'FLAT', why: 'stop' };
  if (isUp && side !== 'LONG') return { side: 'LONG', why: 'breakout up' };
  if (isDown && side !== 'SHORT' && mayBeShort(rules)) return { side: 'SHORT', why: 'breakout down' };
  if (isOver(signals, side, rules.exit)) return { side: 'FLAT', why: rules.exit === 'middle' ? 'back at the middle' : 'at the other band' };
  if (side === 'FLAT') return { side, why: 'no close came out of the bands' };
  return { side, why: side === 'LONG' ? 'the move up goes on' : 'the move down goes on' };
}

function isOver({ close, bands }: Signals, side: Direction, exit: Rules['exit']): boolean {
  if (side === 'LONG') return close < (exit === 'middle' ? bands.middle : bands.lower);
  if (side === 'SHORT') return close > (exit === 'middle' ? bands.middle : bands.upper);
  return false;
}

/** Spot symbols have no settle asset, and spot cannot be sold short. */
function mayBeShort({ symbol, direction }: Rules): boolean {
  return direction === 'both' && symbol.includes(':');
}
