import { availableParallelism } from 'node:os';
import type { SamplerName } from '@libs/backtest';
import type { OptimisationSpec } from '@libs/research';
import { countOption, specOf } from '../backtest/backtest-options';
import { paramsOf } from '../backtest/asked-strategies';
import { signalsOf } from '../backtest/signal-file';
import { bad } from '../data/data-options';
import type { OptimiseCommand } from './command';

const MOST_JOBS = 256;

/** The search that was typed; a parameter with `..` or a comma in it is searched, any other stays. */
export async function searchSpecOf(strategy: string, options: OptimiseCommand): Promise<OptimisationSpec> {
  const searched = options.param.filter(isSearched);
  const fixed = options.param.filter((text) => !isSearched(text));
  return {
    backtest: { ...specOf(strategy, await paramsOf(strategy, fixed), options), ...(await signalsOf(options)) },
    search: searchOf(searched),
    sampler: options.sampler as SamplerName, // research says which there are
    trials: countOption('trials', options.trials),
    objective: options.objective,
    minTrades: countOption('min-trades', options.minTrades),
    seed: countOption('seed', options.seed ?? '1'),
  };
}

export function jobsOption(text: string | undefined): number {
  if (text === undefined) return availableParallelism();
  const jobs = countOption('jobs', text);
  if (jobs < 1 || jobs > MOST_JOBS) throw bad(`--jobs is ${text}; it must be a whole number from 1 to ${MOST_JOBS}.`);
  return jobs;
}

function isSearched(text: string): boolean {
  return /\.\.|,/.test(text);
}

function searchOf(texts: readonly string[]): Record<string, string> {
  const search: Record<string, string> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw bad(`--param is "${text}"; write it as name=value or name=from..to.`);
    const name = text.slice(0, at);
    if (Object.hasOwn(search, name)) throw bad(`--param ${name} is given twice; leave out one.`);
    search[name] = text.slice(at + 1);
  }
  return search;
}
