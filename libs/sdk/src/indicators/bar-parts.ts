import type { StrategyBar } from '../strategy/protocol';

/** The fields of a bar that an indicator reads; any closed bar of the platform fits. */
export type HighLow = Pick<StrategyBar, 'high' | 'low'>;
export type HighLowClose = Pick<StrategyBar, 'high' | 'low' | 'close'>;
export type HighLowCloseVolume = Pick<StrategyBar, 'high' | 'low' | 'close' | 'volume'>;
export type CloseVolume = Pick<StrategyBar, 'close' | 'volume'>;

/** (high + low + close) / 3, in price. */
export function typicalPrice({ high, low, close }: HighLowClose): number {
  return (high + low + close) / 3;
}

/** Position of the close within its bar, −1 at the low to 1 at the high; 0 for a bar without range. */
export function closeLocation({ high, low, close }: HighLowClose): number {
  return high === low ? 0 : (close - low - (high - close)) / (high - low);
}
