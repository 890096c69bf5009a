import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { follows, liveHost, plannedOf, playForClaim, startingAt, type Claim } from '@libs/backtest';
import * as sdk from '@libs/sdk';
import type { StrategyPlan } from '@libs/sdk';
import { rowOf, type AnswerRow } from './answer-rows';
import type { BacktestFrame, BacktestOrder } from './backtest-frames';
import { resolveRule } from './import-wall';
import { lockDown } from './lockdown';
import { readMarket } from './market-files';
import { ModuleLoader } from './module-loader';
import { Watcher } from './watcher';
import { writeFrame } from './write-frame';

/** A sandbox for one backtest: reads its request, plays it, writes what the strategy did, and exits. First argument: the strategies. */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';
const INPUT = 0;
const ANSWERS_A_LINE = 200;
const PROGRESS_EVERY_MS = 100;

const order = JSON.parse(readFileSync(INPUT, 'utf8')) as BacktestOrder;
const markets = order.markets.map(readMarket);
const loader = new ModuleLoader(strategies, import.meta.url);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
const watcher = order.watch && new Watcher(loader, order.watch);
const now = performance.now.bind(performance);
// Not the system's peak value: a process inherits that of the process that started it.
const { rss } = process.memoryUsage;
let hosts: readonly ReturnType<typeof liveHost>[] = [];
lockDown(sdk, (level, message) => hosts.forEach((host) => host.console(level, message)));

try {
  const strategies = order.strategies.map(({ strategy: name, params }) => {
    const strategy = loader.load(name);
    return { name, strategy, params, planned: plannedOf(strategy, params) };
  });
  write({ type: 'planned', strategies: strategies.map(({ planned }) => planned) });
  const played = marketsFor(strategies[0]!.planned.plan);
  let told = now();
  let memory = 0;
  const begun = now();
  const play = (isSealing: boolean) => {
    const hosted = strategies.map(({ name, strategy, params, planned }, place) => {
      const seen = watcher?.watched(strategy, { name, place, inputSeq: () => host.upTo }) ?? strategy;
      const host = liveHost(seen, params, { place, isSealing });
      return { ...planned, host };
    });
    hosts = hosted.map(({ host }) => host);
    const claimed = playForClaim(hosted, { ...order.terms, markets: played }, (done) => {
      if (now() - told < PROGRESS_EVERY_MS) return;
      told = now();
      memory = Math.max(memory, rss());
      write({ type: 'progress', bars: done });
    });
    return { ...claimed, hosted };
  };
  let run = play(order.isSealing === true);
  if (run.hosted.some(({ host }) => host.isLate)) {
    const sealed = play(true);
    if (sealed.hosted.some(({ host }) => host.fault !== null)) run = sealed;
  }
  const { hosted, fillHash, bars } = run;
  const milliseconds = now() - begun;
  hosted.forEach(({ host, plan }, place) => writeAnswers(host.answers, place, plan.watches[0]?.symbol ?? ''));
  hosted.forEach(({ host: { log } }, place) => {
    if (log.first.length > 0) write({ type: 'log', place, log });
  });
  const faults = hosted.map(({ host: { fault, stack, faultAt: at } }) => ({ fault, stack, at }));
  write({ type: 'done', faults, fillHash, bars, milliseconds, memory: Math.max(memory, rss()) });
} catch (error) {
  write({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
}

function marketsFor(plan: StrategyPlan): typeof markets {
  const { from } = order;
  if (from === undefined) return markets;
  return [
    ...startingAt(
      markets.filter(({ market }) => follows(plan, market.symbol)),
      plan,
      from,
    ),
  ];
}

function writeAnswers(answers: Iterable<Claim['answers'][number]>, place: number, symbol: string): void {
  let rows: AnswerRow[] = [];
  for (const answer of answers) {
    if (rows.push(rowOf(answer, symbol)) < ANSWERS_A_LINE) continue;
    write({ type: 'answers', place, symbol, answers: rows });
    rows = [];
  }
  if (rows.length > 0) write({ type: 'answers', place, symbol, answers: rows });
}

function write(frame: BacktestFrame): void {
  writeFrame(frame);
}
