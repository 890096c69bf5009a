import type { Instrument } from '@libs/client';
import { createContext, useContext } from 'react';
import { digitsOf } from '../format/amount';
import type { AmountStyle } from '../format/amount';

/** Formatting of a symbol's amounts. */
export interface Digits {
  readonly price: AmountStyle;
  readonly quantity: AmountStyle;
}

const UNKNOWN: Digits = { price: { maxDigits: 8 }, quantity: { maxDigits: 8 } };

export const InstrumentsContext = createContext<readonly Instrument[]>([]);

/** Fraction digits by symbol: those of its tick and lot, once the instruments are loaded. */
export function useDigits(): (symbol: string) => Digits {
  const instruments = useContext(InstrumentsContext);
  return (symbol) => {
    const instrument = instruments.find((other) => other.symbol === symbol);
    return instrument ? { price: { digits: digitsOf(instrument.tickSize) }, quantity: { digits: digitsOf(instrument.lotSize) } } : UNKNOWN;
  };
}
