import { Decimal, checkOrderForm } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import type { HardLimits } from './ports';

/** The venue's own filters once more: a ticket that was damaged on its way, or an instrument nobody knows, stays here. */
export class InstrumentLimits implements HardLimits {
  private instruments: ReadonlyMap<string, Instrument> = new Map();

  /** Takes what the venue lists now; before the first call nothing may leave. */
  replace(instruments: readonly Instrument[]): void {
    this.instruments = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  }

  get areKnown(): boolean {
    return this.instruments.size > 0;
  }

  refusal({ instrument: { symbol }, side, type, quantity, price, timeInForce, postOnly, reduceOnly }: OrderTicket): string | null {
    const instrument = this.instruments.get(symbol);
    if (!instrument) return `The venue lists no instrument ${symbol}.`;
    const limit = price === undefined ? {} : { price: Decimal.parse(price) };
    const order = { symbol, side, type, quantity: Decimal.parse(quantity), ...limit, timeInForce, postOnly, reduceOnly };
    return checkOrderForm(order, { instrument, price: null })?.message ?? null;
  }
}
