import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Bar } from '@libs/kernel';
import { readFreqtradeFeather } from './freqtrade-feather';
import { readFreqtradeFolder } from './freqtrade-folder';

/** Written by pandas and pyarrow; `write.py` beside them says what is in them. */
const FOLDER = join(import.meta.dirname, '../../../../../tests/fixtures/freqtrade');
const START = Date.UTC(2025, 5, 1);

async function barsOf(file: string): Promise<Bar[]> {
  const bars: Bar[] = [];
  for await (const bar of readFreqtradeFeather(file)) bars.push(bar);
  return bars;
}

const texts = ({ start, open, high, low, close, volume }: Bar): string => [start, open, high, low, close, volume].join(' ');

describe('readFreqtradeFeather', () => {
  it('reads candles that pandas compressed with LZ4, as freqtrade does', async () => {
    const bars = await barsOf(join(FOLDER, 'futures/BTC_USDT_USDT-5m-futures.feather'));
    expect(bars).toHaveLength(300);
    // By the formula of write.py: 104000 + (n % 7) · 0.1 − (n % 5) · 0.3 for n = 0, 1 and 299, 300.
    expect(texts(bars[0]!)).toBe(`${START} 104000 104000.2 103999.6 103999.8 0.123`);
    expect(texts(bars[299]!)).toBe(`${START + 299 * 300_000} 103999.3 104000.8 103999.1 104000.6 2.125`);
    expect(bars.every(({ start }, n) => start === START + n * 300_000)).toBe(true);
  });

  it('reads ZSTD, and times in nanoseconds that are not compressed', async () => {
    const hours = await barsOf(join(FOLDER, 'ETH_USDT-1h.feather'));
    expect([hours.length, texts(hours[1]!)]).toEqual([48, `${START + 3_600_000} 2499.8 2500 2499.4 2499.6 1.124`]);
    const minutes = await barsOf(join(FOLDER, 'SOL_USDT-1m.feather'));
    expect([minutes.length, texts(minutes[1]!)]).toEqual([60, `${START + 60_000} 149.8 150 149.4 149.6 1.124`]);
  });

  it('refuses a candle without a number, naming row and column', async () => {
    await expect(barsOf(join(FOLDER, 'ADA_USDT-1m.feather'))).rejects.toThrow(
      /^ADA_USDT-1m\.feather row 1 has the volume (NaN|null), which is not a number; repair or remove it\.$/,
    );
  });

  it('refuses a file that is cut or damaged anywhere with a sentence, or reads numbers; it never hangs or crashes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'feather-'));
    const file = join(folder, 'BTC_USDT-5m.feather');
    const whole = await readFile(join(FOLDER, 'futures/BTC_USDT_USDT-5m-futures.feather'));
    const read = async (bytes: Uint8Array): Promise<string> => {
      await writeFile(file, bytes);
      return barsOf(file).then(
        () => 'read',
        (error: Error) => (error.name === 'InvalidImport' ? 'refused' : `${error.name}: ${error.message}`),
      );
    };
    for (const length of [0, 5, 100, 2_000, whole.length - 1]) expect(await read(whole.subarray(0, length))).toBe('refused');
    // Where it counts its nodes and its buffers: millions of them are not looked for.
    for (const at of [1_566, 1_567, 1_766, 1_767]) {
      const damaged = Uint8Array.from(whole);
      damaged[at]! ^= 64;
      expect(await read(damaged)).toBe('refused');
    }
    // Its rows stand once for the whole batch and once for each column; the close is the fifth of them.
    const rows = [1_544, 1_768, 1_784, 1_800, 1_816, 1_832, 1_848];
    for (const [places, count] of [
      [[1_832], 299],
      [rows, 301],
    ] as const) {
      const damaged = Uint8Array.from(whole);
      for (const at of places) new DataView(damaged.buffer).setBigInt64(at, BigInt(count), true);
      await writeFile(file, damaged);
      await expect(barsOf(file)).rejects.toThrow('is not a whole Feather file (it declares more values than it contains)');
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Uint8Array.from(whole);
        damaged[at] = byte;
        expect(['read', 'refused']).toContain(await read(damaged));
      }),
      { numRuns: 200 },
    );
    await rm(folder, { recursive: true });
  });
});

describe('readFreqtradeFolder', () => {
  it('finds the candles and funding of every market, and what is neither', async () => {
    const { candles, funding, others } = await readFreqtradeFolder(FOLDER);
    const names = (files: readonly string[]): string[] => files.map((file) => file.slice(FOLDER.length + 1));
    expect(names(candles)).toEqual([
      'ADA_USDT-1m.feather',
      'ETH_USDT-1h.feather',
      'SOL_USDT-1m.feather',
      'XRP_USDT-1m.feather',
      'futures/BTC_USDT_USDT-5m-futures.feather',
    ]);
    expect(names(funding)).toEqual(['futures/BTC_USDT_USDT-8h-funding_rate.feather']);
    expect(names(others)).toEqual(['README.md', 'futures/BTC_USDT_USDT-8h-mark.feather', 'write.py']);
  });
});
