import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { observe } from '@libs/backtest';
import type { RunRequest } from '@libs/backtest';
import * as sdk from '@libs/sdk';
import { resolveRule } from './import-wall';
import { InputLines } from './input-lines';
import { lockDown } from './lockdown';
import { readMarket } from './market-files';
import { ModuleLoader } from './module-loader';
import type { ObserveFrame, ObserveSetup } from './observe-frames';
import { Watcher } from './watcher';
import { writeFrame } from './write-frame';

/** A sandbox that plays variants of one market to one strategy, one after the other, and reports what it did in each. */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';
// The author's own line may be below several SDK frames.
Error.stackTraceLimit = 30;

const lines = new InputLines();
const setup = JSON.parse(lines.next() ?? '') as ObserveSetup;
const markets = setup.markets.map(readMarket);
const loader = new ModuleLoader(strategies, import.meta.url);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
const watcher = setup.watch && new Watcher(loader, setup.watch);
lockDown(sdk, () => undefined);

try {
  const loaded = loader.load(setup.strategy);
  const strategy = watcher?.watched(loaded, { name: setup.strategy, place: 0, inputSeq: () => 0 }) ?? loaded;
  write({ type: 'ready' });
  const terms = { ...setup.terms, markets };
  for (let line = lines.next(); line !== null; line = lines.next()) {
    for (const request of JSON.parse(line) as readonly RunRequest[]) {
      progress(0);
      write({ type: 'observed', observation: observe(strategy, setup.params, terms, { ...request, progress }) });
    }
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
