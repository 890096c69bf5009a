import { Buffer } from 'node:buffer';
import { readFileSync, writeSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { fillHash, liveHost, plannedOf, playPlanned } from '@libs/backtest';
import * as sdk from '@libs/sdk';
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
lockDown(sdk, () => undefined);

try {
  const strategy = loader.load(order.strategy);
  const planned = plannedOf(strategy, order.params);
  write({ type: 'planned', name: planned.name, version: planned.version, plan: planned.plan });
  const host = liveHost(strategy, order.params);
  let told = now();
  const result = playPlanned(planned, { ...order.terms, markets }, host, (bars) => {
    if (now() - told < PROGRESS_EVERY_MS) return;
    told = now();
    write({ type: 'progress', bars });
  });
  const { answers, fault } = host.claim;
  for (let at = 0; at < answers.length; at += ANSWERS_A_LINE) write({ type: 'answers', answers: answers.slice(at, at + ANSWERS_A_LINE) });
  write({ type: 'done', fault, stack: host.stack, fillHash: fillHash(result.fills), bars: result.bars });
} catch (error) {
  write({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
}

function write(frame: BacktestFrame): void {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let written = 0; written < bytes.length;) written += writeSync(OUTPUT, bytes, written, bytes.length - written);
}
