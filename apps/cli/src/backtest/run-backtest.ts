import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Decimal, type Interval } from '@libs/kernel';
import {
  InvalidBacktest,
  InvalidTape,
  claimedHost,
  encodeTape,
  fillHash,
  marketOf,
  playPlanned,
  renderReport,
  reportOf,
  runRecordOf,
  type BacktestResult,
  type BacktestTerms,
  type Report,
  type ReportSubject,
} from '@libs/backtest';
import { BacktestFailed, BacktestRefused, StrategySandbox, backtestInSandbox, type SandboxedRun } from '@libs/plugin-host';
import type { StrategyDescription, StrategyPlan } from '@libs/sdk';
import { CommandError, EXIT, type ExitCode } from '../exit-code';
import { openHouse } from '../data/data-house';
import { bad, explained, intervalOption, timeOption } from '../data/data-options';
import type { Terminal } from '../terminal/terminal';
import { parseParams } from '../verbs/deploy';
import type { BacktestCommand } from './command';
import { chooseSeries, loadMarket, type StoredMarket } from './stored-market';
import { measuresOf, summaryOf, type Summary } from './summary';

/** Runs a strategy over stored candles; ends with 4 when the run outside differs from what the sandbox said. */
export async function runBacktestVerb(strategy: string, options: BacktestCommand, terminal: Terminal): Promise<ExitCode> {
  return explained(async () => {
    const { plan, params } = await planOf(strategy, options.param);
    const markets = await terminal.during('Reading candles', readMarkets(plan, options));
    const terms = termsOf(options, markets);
    const folder = await mkdtemp(join(tmpdir(), 'plimsoll-backtest-'));
    try {
      const run = await inSandbox({ strategy, params, markets, terms, folder }, terminal);
      const result = await terminal.during('Checking what the sandbox said', checked(run, markets, terms));
      const summary = summaryOf({ strategy: run.name, version: run.version, params: run.plan.params }, result, terms);
      const report = reportOf(runRecordOf(result, { ...terms, markets: playedOf(markets) }), subjectOf(run, terms));
      if (options.report !== undefined) await writeFile(options.report, renderReport(report));
      terminal.result(describe(summary, report, options.report), { ...summary, metrics: report.metrics });
      return result.fault === null ? EXIT.ok : EXIT.failed;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function planOf(strategy: string, texts: readonly string[]): Promise<{ plan: StrategyPlan; params: Record<string, unknown> }> {
  const sandbox = new StrategySandbox({ onAnswer: () => undefined, onFault: () => undefined });
  try {
    const described = await sandbox.describe(strategy);
    if (!described.ok) throw bad(described.message);
    const params = parseParams(texts, parametersOf(described.description));
    const planned = await sandbox.describe(strategy, params);
    if (!planned.ok) throw bad(planned.message);
    if (!planned.plan?.ok) throw bad((planned.plan?.problems ?? []).map(({ message }) => message).join('; '));
    return { plan: planned.plan.plan, params };
  } finally {
    await sandbox.close();
  }
}

function parametersOf({ name, parameters }: StrategyDescription): Parameters<typeof parseParams>[1] {
  return { name, parameters: parameters as unknown as Parameters<typeof parseParams>[1]['parameters'] };
}

async function readMarkets(plan: StrategyPlan, { venue, detail, from, to }: BacktestCommand): Promise<readonly StoredMarket[]> {
  const { store } = openHouse();
  const span = { from: from === undefined ? -Infinity : timeOption('from', from), to: to === undefined ? Infinity : timeOption('to', to) };
  const wanted = Map.groupBy(plan.watches, ({ symbol }) => symbol);
  const markets: StoredMarket[] = [];
  for (const [symbol, watches] of wanted) {
    const intervals = watches.map(({ interval }): Interval => interval);
    const series = await chooseSeries(
      store,
      { venue, symbol },
      { wanted: intervals, detail: detail === undefined ? null : intervalOption(detail) },
    );
    markets.push(await loadMarket(store, series, span));
  }
  return markets;
}

function termsOf(options: BacktestCommand, [first]: readonly StoredMarket[]): Omit<BacktestTerms, 'markets'> {
  const { balance, maxPosition, takerFee, makerFee, slippage, latency } = options;
  const settleAsset = first!.text.settle;
  return {
    ...{ settleAsset, balances: { [settleAsset]: amountOption('balance', balance) } },
    maxPositionSize: amountOption('max-position', maxPosition),
    fills: {
      ...{ takerFee: amountOption('taker-fee', takerFee), makerFee: amountOption('maker-fee', makerFee) },
      ...{ slippageTicks: countOption('slippage', slippage), latency: countOption('latency', latency) },
    },
  };
}

function amountOption(name: string, text: string): string {
  try {
    return Decimal.parse(text).toString();
  } catch {
    throw bad(`--${name} is "${text}"; it must be a number.`);
  }
}

function countOption(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw bad(`--${name} is "${text}"; it must be a whole number, 0 or more.`);
  return Number(text);
}

interface Wanted {
  readonly strategy: string;
  readonly params: Record<string, unknown>;
  readonly markets: readonly StoredMarket[];
  readonly terms: Omit<BacktestTerms, 'markets'>;
  readonly folder: string;
}

async function inSandbox({ strategy, params, markets, terms, folder }: Wanted, terminal: Terminal): Promise<SandboxedRun> {
  const files = await Promise.all(
    markets.map(async ({ text, tape }, at) => {
      const path = join(folder, `${at}.tape`);
      await writeFile(path, encodeTape(tape));
      return { market: text, tape: path };
    }),
  );
  const total = markets.reduce((sum, { tape }) => sum + tape.series.length, 0);
  return terminal
    .measure(`Playing ${total.toLocaleString('en')} candles to ${strategy}`, (progress) =>
      backtestInSandbox({ strategy, params, markets: files, terms }, { progress: (bars) => progress(bars, total) }),
    )
    .catch((error: unknown) => {
      if (error instanceof BacktestRefused) throw bad(`The backtest cannot begin: ${error.message}.`);
      throw error instanceof BacktestFailed ? new CommandError(EXIT.failed, `The backtest failed: ${error.message}.`) : error;
    });
}

async function checked(
  run: SandboxedRun,
  markets: readonly StoredMarket[],
  terms: Omit<BacktestTerms, 'markets'>,
): Promise<BacktestResult> {
  try {
    const result = playPlanned(run, { ...terms, markets: playedOf(markets) }, claimedHost(run.claim));
    if (fillHash(result.fills) === run.fillHash) return result;
  } catch (error) {
    if (error instanceof InvalidBacktest || error instanceof InvalidTape) throw bad(error.message);
    throw error;
  }
  throw new CommandError(
    EXIT.different,
    'What the sandbox says of this run is not what its orders lead to; its strategy is not to be trusted.',
  );
}

function playedOf(markets: readonly StoredMarket[]): BacktestTerms['markets'] {
  return markets.map(({ text, tape }) => ({ market: marketOf(text), tape }));
}

function subjectOf({ name, version, plan }: SandboxedRun, { fills, settleAsset }: Omit<BacktestTerms, 'markets'>): ReportSubject {
  const { takerFee, makerFee, slippageTicks, latency } = fills;
  return {
    ...{ title: `${name} ${version}`, strategy: name, version, quote: settleAsset },
    params: plan.params as ReportSubject['params'],
    notes: [
      `Fills are made of candles: fees of ${takerFee} for takers and ${makerFee} for makers, slippage of ${slippageTicks} ticks, latency of ${latency} ms.`,
      'Funding and the size of the market are not modelled; steps of price and size are as fine as the candles are.',
    ],
  };
}

function describe(summary: Summary, { metrics }: Report, file: string | undefined): string {
  const { strategy, version, from, to, bars, fills, startingBalance, finalEquity, fees, fault, settleAsset } = summary;
  const change = (Number(finalEquity) / Number(startingBalance) - 1) * 100;
  return [
    `${strategy} ${version}, ${from} to ${to}: ${bars.toLocaleString('en')} candles, ${fills.toLocaleString('en')} fills`,
    `equity ${finalEquity} ${settleAsset} of ${startingBalance} (${change >= 0 ? '+' : ''}${change.toFixed(2)} %), fees ${fees}`,
    measuresOf(metrics),
    ...(file === undefined ? [] : [`report: ${file}`]),
    ...(fault === null ? [] : [`ended early at ${fault.at} in ${fault.hook}: ${fault.message}`]),
  ].join('\n');
}
