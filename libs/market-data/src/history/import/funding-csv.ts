import type { FundingSettlement } from '../series';
import { CANDLE_HEADERS } from './candle-csv';
import { csvRows, readIso, readMillis, type CsvOptions } from './csv-rows';
import { settlementOf } from './funding-rate';

const HEADERS = { 'timestamp_ms,rate': readMillis, 'timestamp,rate': readIso, ...CANDLE_HEADERS } as const;

/** Settlements of funding of a CSV or CSV.gz file: times and rates, or candles whose open is the rate. */
export async function* readFundingCsv(file: string, options: CsvOptions = {}): AsyncGenerator<FundingSettlement, void, undefined> {
  for await (const { where, time, numbers } of csvRows(file, HEADERS, options)) yield settlementOf(where, time, numbers[0]!);
}
