import type { FundingSettlement } from '@libs/sdk';
import { amount, fields, list, millis } from './read';

/** ccxt's history of funding rates, oldest first. */
export function normaliseFunding(history: unknown): FundingSettlement[] {
  return list(history, 'funding rates')
    .map((row) => fields(row, 'a funding rate'))
    .map(({ timestamp, fundingRate }) => ({
      at: millis(timestamp, 'a funding time'),
      rate: amount(fundingRate, 'the funding rate').toString(),
    }))
    .sort((a, b) => a.at - b.at);
}
