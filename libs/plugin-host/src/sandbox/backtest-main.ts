import { Buffer } from 'node:buffer';
import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { liveHost, plannedOf, playForClaim } from '@libs/backtest';
import * as sdk from '@libs/sdk';
import { rowOf, type AnswerRow } from './answer-rows';
import type { BacktestFrame, BacktestOrder } from './backtest-frames';
import { resolveRule } from './import-wall';
import { lockDown } from './lockdown';
import { readMarket } from './market-files';
import { ModuleLoader } from './module-loader';

/** A sandbox for one backtest: reads its order, plays it, writes what the strategy did, and ends. First argument: the strategies. */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';
const INPUT = 0;
const OUTPUT = 1;
const ANSWERS_A_LINE = 200;
const PROGRESS_EVERY_MS = 100;

const order = JSON.parse(readFileSync(INPUT, 'utf8')) as BacktestOrder;
const markets = order.markets.map(readMarket);
const loader = new ModuleLoader(strategies, import.meta.url);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
const now = performance.now.bind(performance);
// Not the peak that the system knows: a process inherits that of the one that started it.
const { rss } = process.memoryUsage;
lockDown(sdk, () => undefined);

try {
  const loaded = loader.load(order.strategy);
  const strategy = order.guard === undefined ? loaded : loader.guarded(loaded, order.guard);
  const planned = plannedOf(strategy, order.params);
  write({ type: 'planned', name: planned.name, version: planned.version, plan: planned.plan });
  const host = liveHost(strategy, order.params);
  let told = now();
  let memory = 0;
  const begun = now();
  const result = playForClaim([{ ...planned, host }], { ...order.terms, markets }, (bars) => {
    if (now() - told < PROGRESS_EVERY_MS) return;
    told = now();
    memory = Math.max(memory, rss());
    write({ type: 'progress', bars });
  });
  const milliseconds = now() - begun;
  const symbol = planned.plan.watches[0]?.symbol ?? '';
  let rows: AnswerRow[] = [];
  for (const answer of host.answers) {
    if (rows.push(rowOf(answer, symbol)) < ANSWERS_A_LINE) continue;
    write({ type: 'answers', symbol, answers: rows });
    rows = [];
  }
  if (rows.length > 0) write({ type: 'answers', symbol, answers: rows });
  const { fillHash, bars } = result;
  write({ type: 'done', fault: host.fault, stack: host.stack, fillHash, bars, milliseconds, memory: Math.max(memory, rss()) });
} catch (error) {
  write({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
}

function write(frame: BacktestFrame): void {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(OUTPUT, bytes, written, bytes.length - written);
}
