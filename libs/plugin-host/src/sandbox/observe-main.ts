import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { observe } from '@libs/backtest';
import * as sdk from '@libs/sdk';
import { resolveRule } from './import-wall';
import { lockDown } from './lockdown';
import { readMarket } from './market-files';
import { ModuleLoader } from './module-loader';
import type { ObserveFrame, ObserveOrder } from './observe-frames';
import { Watcher } from './watcher';
import { writeFrame } from './write-frame';

/** A sandbox that plays variants of one market to one strategy, one after the other, and reports what it did in each. */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';
const INPUT = 0;
// The author's own line may be below several SDK frames.
Error.stackTraceLimit = 30;

const order = JSON.parse(readFileSync(INPUT, 'utf8')) as ObserveOrder;
const markets = order.markets.map(readMarket);
const loader = new ModuleLoader(strategies, import.meta.url);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
const watcher = order.watch && new Watcher(loader, order.watch);
lockDown(sdk, () => undefined);

try {
  const loaded = loader.load(order.strategy);
  const strategy = watcher?.watched(loaded, { name: order.strategy, place: 0, inputSeq: () => 0 }) ?? loaded;
  for (const request of order.requests) {
    progress(0);
    write({ type: 'observed', observation: observe(strategy, order.params, { ...order.terms, markets }, { ...request, progress }) });
  }
} catch (error) {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  write({ type: 'refused', message, stack });
}

function progress(bars: number): void {
  write({ type: 'progress', bars });
}

function write(frame: ObserveFrame): void {
  writeFrame(frame);
}
