import type { Bar, Decimal } from '@libs/kernel';
import { csvRows, readIso, readMillis } from './csv-rows';
import type { OnBytes } from './open-text';

export const CANDLE_HEADERS = {
  'timestamp_ms,open,high,low,close,volume': readMillis,
  'timestamp,open,high,low,close,volume': readIso,
} as const;

/**
 * Candles of a CSV or CSV.gz file as they stand there: what cannot be read is refused with its row, what can be read and is
 * odd passes, because naming that is the work of `verifyCandles`.
 */
export async function* readCandleCsv(file: string, onBytes?: OnBytes): AsyncGenerator<Bar, void, undefined> {
  for await (const { time: start, numbers } of csvRows(file, CANDLE_HEADERS, onBytes)) {
    const [open, high, low, close, volume] = numbers as [Decimal, Decimal, Decimal, Decimal, Decimal];
    yield { start, open, high, low, close, volume };
  }
}
