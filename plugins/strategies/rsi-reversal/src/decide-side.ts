export type Direction = 'LONG' | 'SHORT' | 'FLAT';

export const FIRST_SIDE: Direction = 'FLAT';

export interface Signals {
  /** The RSI now, and whether it rose back above `oversold` or fell back below `overbought` with this bar. */
  readonly value: number;
  readonly isUp: boolean;
  readonly isDown: boolean;
  readonly isStopped: boolean;
  readonly isResting: boolean;
}

export interface Rules {
  readonly symbol: string;
  readonly exit: number;
  readonly direction: 'both' | 'long';
}

/** The wanted side from this bar on, and why. */
export function decideSide(signals: Signals, side: Direction, rules: Rules): { readonly side: Direction; readonly why: string } {
  const { value, isUp, isDown, isStopped, isResting } = signals;
  if (isStopped) return { side: 'FLAT', why: 'stop' };
  if (side === 'LONG' && value >= rules.exit) return { side: 'FLAT', why: 'rsi back' };
  if (side === 'SHORT' && value <= 100 - rules.exit) return { side: 'FLAT', why: 'rsi back' };
  if (side !== 'FLAT') return { side, why: side === 'LONG' ? 'long until the rsi is back' : 'short until the rsi is back' };
  const wanted = isUp ? 'LONG' : isDown && mayBeShort(rules) ? 'SHORT' : null;
  if (wanted === null) return { side, why: 'no return from an extreme' };
  if (isResting) return { side, why: 'resting after a loss' };
  return { side: wanted, why: wanted === 'LONG' ? 'oversold' : 'overbought' };
}

/** Spot symbols have no settle asset, and spot cannot be sold short. */
function mayBeShort({ symbol, direction }: Rules): boolean {
  return direction === 'both' && symbol.includes(':');
}
