import { Decimal } from '@libs/kernel';
import type { FundingSettlement } from '../series';
import { InvalidImport } from './open-text';

/** The settlement of a row; a rate of a whole position and more is a price that was taken for one, and is refused. */
export function settlementOf(where: string, at: number, rate: Decimal): FundingSettlement {
  if (rate.abs().lt(Decimal.ONE)) return { at, rate };
  throw new InvalidImport(`${where} has the rate ${rate.toString()}, and a funding rate is a fraction of the value; give a file of rates.`);
}
