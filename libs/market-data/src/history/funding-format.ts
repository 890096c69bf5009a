import { decimalAt, scaledColumn } from './scaled';
import { numbersOf, timeColumn } from './row-format';
import type { RowFormat } from './row-format';
import type { FundingSettlement } from './series';

/** Settlements of funding: their time and rate. */
export const fundingFormat: RowFormat<FundingSettlement> = {
  keyOf: ({ at }) => at,
  timeOf: ({ at }) => at,
  compare: (a, b) => a.at - b.at,
  isSame: (a, b) => a.rate.eq(b.rate),
  encode(settlements) {
    const [times, rates] = [settlements.map(({ at }) => at), settlements.map(({ rate }) => rate)];
    return [timeColumn('time', times), { name: 'rate', type: 'decimal', ...scaledColumn('rate', rates) }];
  },
  decode(columns) {
    const rate = numbersOf(columns, 'rate');
    return Array.from(numbersOf(columns, 'time').units, (at, index) => ({ at: Number(at), rate: decimalAt(rate, index) }));
  },
  describe: ({ rate }) => `rate ${rate.toString()}`,
};

const MINUTE = 60_000;

/** Exchanges stamp a settlement some milliseconds off its minute, so two sources would otherwise give two settlements. */
export function atItsMinute({ at, rate }: FundingSettlement): FundingSettlement {
  return { at: Math.round(at / MINUTE) * MINUTE, rate };
}
