import {
  categoryOf,
  DEFAULT_VERIFY,
  seriesName,
  TradeCoverage,
  verifyCandles,
  verifyFunding,
  verifyTrades,
  type Finding,
  type HistorySeries,
  type IndexedFile,
  type Verification,
} from '@libs/market-data';
import { EXIT, type ExitCode } from '../exit-code';
import type { Terminal } from '../terminal/terminal';
import type { VerifyCommand } from './commands';
import { indexed, openHouse, type DataHouse } from './data-house';
import { bad, explained, intervalOption } from './data-options';

const ALWAYS = { from: -Infinity, to: Infinity };
const SHOWN = 20;

/** Walks every stored series that the options name. */
export async function verifyData(options: VerifyCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const sigmas = Number(options.sigmas);
    if (!(sigmas > 0)) throw bad(`--sigmas is "${options.sigmas}"; it must be a number above 0.`);
    if (options.interval !== undefined) intervalOption(options.interval);
    const house = openHouse();
    const chosen = seriesOf(await indexed(house, terminal)).filter((series) => isWanted(series, options));
    if (chosen.length === 0) throw bad('Nothing of that is stored; "plimsoll data list" shows what is.');
    const verified: (Verification & { readonly series: string })[] = [];
    for (const series of chosen)
      verified.push({
        series: seriesName(series),
        ...(await terminal.during(`Verifying ${seriesName(series)}`, verify(house, series, sigmas))),
      });
    const series = verified.map(({ findings, ...rest }) => ({ ...rest, findings: findings.map(withTime) }));
    terminal.result(verified.map(describe).join('\n'), { series });
    return verified.some(({ count }) => count > 0) ? EXIT.different : EXIT.ok;
  });
}

/** Each series of the index once. */
export function seriesOf(files: readonly IndexedFile[]): readonly HistorySeries[] {
  const found = new Map<string, HistorySeries>();
  for (const { venue, symbol, kind, interval } of files) {
    if (kind === 'recording') continue;
    const market = { venue, symbol, category: categoryOf(symbol) };
    const series: HistorySeries = kind === 'candles' ? { ...market, kind, interval: intervalOption(interval ?? '') } : { ...market, kind };
    found.set(seriesName(series), series);
  }
  return [...found.values()];
}

function isWanted(series: HistorySeries, { symbol, interval, venue }: VerifyCommand): boolean {
  return (
    (symbol === undefined || series.symbol === symbol) &&
    (venue === undefined || series.venue === venue) &&
    (interval === undefined || (series.kind === 'candles' && series.interval === interval))
  );
}

async function verify({ store }: DataHouse, series: HistorySeries, sigmas: number): Promise<Verification> {
  const options = { ...DEFAULT_VERIFY, sigmas };
  if (series.kind === 'candles') return verifyCandles(store.candles(series, ALWAYS), series.interval, options);
  if (series.kind === 'funding') return verifyFunding(store.funding(series, ALWAYS), options);
  return verifyTrades(store.trades(series, ALWAYS), options, await new TradeCoverage(store.folder, series).spans());
}

function withTime({ problem, at, detail }: Finding): { problem: string; at: string; detail: string } {
  return { problem, at: new Date(at).toISOString(), detail };
}

function describe({ series, rows, missing, count, findings }: Verification & { readonly series: string }): string {
  const head = `${series}: ${rows} rows, ${missing} missing, ${count === 0 ? 'nothing wrong' : `${count} finding${count === 1 ? '' : 's'}`}`;
  const lines = findings.slice(0, SHOWN).map(({ problem, at, detail }) => `  ${new Date(at).toISOString()}  ${problem}: ${detail}`);
  return [head, ...lines, ...(count > SHOWN ? [`  and ${count - SHOWN} more; --json names them`] : [])].join('\n');
}
