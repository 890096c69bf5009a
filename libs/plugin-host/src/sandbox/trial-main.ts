import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { SharedColumns, runTrial, type TrialTerms } from '@libs/backtest';
import * as sdk from '@libs/sdk';
import type { Strategy } from '@libs/sdk';
import { resolveRule } from './import-wall';
import { InputLines } from './input-lines';
import { lockDown } from './lockdown';
import { readMarket } from './market-files';
import { ModuleLoader } from './module-loader';
import type { TrialFrame, TrialOrder, TrialSetup } from './trial-frames';
import { writeFrame } from './write-frame';

/** A sandbox for the trials of one search: reads its tapes once, then answers one request after the other until there are no more. */
const [, , strategies = ''] = process.argv;
process.env['TZ'] = 'UTC';
// Ctrl-C reaches all processes of a terminal; the search decides when this one ends.
process.on('SIGINT', () => undefined);
const PROGRESS_EVERY_MS = 100;

const lines = new InputLines();

const setup = JSON.parse(lines.next() ?? '') as TrialSetup;
// Used by every trial.
const markets = setup.markets.map(readMarket).map(({ tape, ...market }) => ({ ...market, tape: { ...tape, series: tape.series.held() } }));
const loader = new ModuleLoader(strategies, import.meta.url);
registerHooks({ resolve: resolveRule(strategies, fileURLToPath(new URL('../../../../', import.meta.url))) });
const now = performance.now.bind(performance);
let told = 0;
lockDown(sdk, () => undefined);

const terms: TrialTerms = { ...setup.terms, markets, progress, columns: new SharedColumns(), year: setup.year };
const strategy = loaded();
if (strategy) {
  write({ type: 'ready' });
  for (let line = lines.next(); line !== null; line = lines.next()) write(tried(strategy, JSON.parse(line) as TrialOrder));
}

function loaded(): Strategy | null {
  try {
    return loader.load(setup.strategy);
  } catch (error) {
    write({ type: 'refused', message: error instanceof Error ? error.message : String(error) });
    return null;
  }
}

function tried(strategy: Strategy, order: TrialOrder): TrialFrame {
  told = now();
  try {
    return { type: 'trial', ...runTrial(strategy, order, terms) };
  } catch (error) {
    const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { type: 'trial', run: { kind: 'failed', message }, stack };
  }
}

function progress(bars: number): void {
  if (now() - told < PROGRESS_EVERY_MS) return;
  told = now();
  write({ type: 'progress', bars });
}

function write(frame: TrialFrame): void {
  writeFrame(frame);
}
