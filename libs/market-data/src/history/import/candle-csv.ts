import type { Bar, Decimal } from '@libs/kernel';
import { csvRows, readIso, readMillis, type CsvOptions } from './csv-rows';

export const CANDLE_HEADERS = {
  'timestamp_ms,open,high,low,close,volume': readMillis,
  'timestamp,open,high,low,close,volume': readIso,
} as const;

/**
 * Candles of a CSV or CSV.gz file as they stand there: what cannot be read is refused with its row, what can be read and is
 * odd passes, because naming that is the work of `verifyCandles`.
 */
export async function* readCandleCsv(file: string, options: CsvOptions = {}): AsyncGenerator<Bar, void, undefined> {
  for await (const { time: start, numbers } of csvRows(file, CANDLE_HEADERS, options)) {
    const [open, high, low, close, volume] = numbers as [Decimal, Decimal, Decimal, Decimal, Decimal];
    yield { start, open, high, low, close, volume };
  }
}
