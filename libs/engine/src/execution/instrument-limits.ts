import { Decimal, checkOrderForm } from '@libs/kernel';
import type { Instrument } from '@libs/kernel';
import type { OrderTicket } from '@libs/sdk';
import type { HardLimits } from './ports';

/** Checks the venue's own filters once more: a ticket damaged in transit, or an unknown instrument, is not sent. */
export class InstrumentLimits implements HardLimits {
  private instruments: ReadonlyMap<string, Instrument> = new Map();

  /** Replaces the venue's instrument list; before the first call nothing may be sent. */
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
