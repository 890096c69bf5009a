import type { ReportMetric, StartOptimisationInput, StartWalkForwardInput, Strategy } from '@libs/client';
import { COURSES, inputOf, paramField, usualFields } from './backtest-form';
import type { Fields, Stored, TermField } from './backtest-form';

const SAMPLERS = [
  ['bayes', 'Bayes: learns from results'],
  ['grid', 'Grid: all, in steps'],
  ['random', 'Random'],
] as const;

/** The sampler of a search, and its purpose. */
export function searchTerms(metrics: readonly ReportMetric[]): readonly TermField[] {
  // The deflated Sharpe ratio is known only at the end of the search.
  const wanted = metrics.filter(({ name, better }) => better !== null && name !== 'deflatedSharpe');
  return [
    { name: 'sampler', label: 'Sampler', hint: '', usual: 'bayes', type: 'choice', options: SAMPLERS },
    {
      name: 'objective',
      label: 'Objective',
      hint: '',
      usual: 'sharpe',
      type: 'choice',
      options: wanted.map(({ name, label }) => [name, label]),
    },
    { name: 'trials', label: 'Trials', hint: 'at most', usual: '100', type: 'whole' },
    { name: 'minTrades', label: 'Min. trades', hint: 'trials with fewer get no score', usual: '30', type: 'whole' },
  ];
}

const STARTS = [
  ['false', 'one training length before the test'],
  ['true', 'at the beginning of the data'],
] as const;

/** The windows of a walk-forward. */
export const WALK_TERMS: readonly TermField[] = [
  { name: 'train', label: 'Train', hint: 'length of a training window, such as 30d or 12h', usual: '30d', type: 'text' },
  { name: 'test', label: 'Test', hint: 'length of the test window after it', usual: '10d', type: 'text' },
  { name: 'anchored', label: 'Training starts', hint: '', usual: 'false', type: 'choice', options: STARTS },
  { ...COURSES, label: 'Monte Carlo runs', hint: 'resamplings of all tests together; empty: none', usual: '' },
];

/** The request from the fields, as a walk-forward. */
export function walkInputOf(
  strategy: Pick<Strategy, 'name' | 'parameters'>,
  fields: Fields,
  idempotencyKey: string,
): StartWalkForwardInput {
  const { idempotencyKey: _, ...optimisation } = searchInputOf(strategy, fields, idempotencyKey);
  const { train = '', test = '', anchored } = fields;
  return { optimisation, train: train.trim(), test: test.trim(), anchored: anchored === 'true', idempotencyKey };
}

/** The initial values: integers are proposed with a range around their defaults. */
export function usualSearch(strategy: Pick<Strategy, 'parameters'>, candles: readonly Stored[]): Fields {
  const ranges = strategy.parameters.flatMap((parameter) => {
    const range = proposedRange(parameter);
    return range === null ? [] : [[paramField(parameter.name), range]];
  });
  const search = searchTerms([]).map(({ name, usual }) => [name, usual]);
  return { ...usualFields(strategy, candles), ...Object.fromEntries([...ranges, ...search]) };
}

/** A searched parameter contains `..` or a comma; any other value is fixed. */
export function isSearched(text: string): boolean {
  return /\.\.|,/.test(text);
}

/** The request from the fields: searched parameters separate from fixed ones. */
export function searchInputOf(
  strategy: Pick<Strategy, 'name' | 'parameters'>,
  fields: Fields,
  idempotencyKey: string,
): StartOptimisationInput {
  const searched = strategy.parameters.filter(({ name }) => isSearched(fields[paramField(name)] ?? ''));
  const fixed = strategy.parameters.filter((parameter) => !searched.includes(parameter));
  const { idempotencyKey: _, ...backtest } = inputOf({ name: strategy.name, parameters: fixed }, fields, idempotencyKey);
  return {
    backtest,
    search: Object.fromEntries(searched.map(({ name }) => [name, (fields[paramField(name)] ?? '').trim()])),
    sampler: fields['sampler'] ?? 'bayes',
    trials: Number(fields['trials']),
    objective: fields['objective'] ?? 'sharpe',
    minTrades: Number(fields['minTrades']),
    idempotencyKey,
  };
}

/** A proposed range around the default, within the strategy's bounds. */
export function proposedRange({ default: usual, minimum, maximum, type }: Strategy['parameters'][number]): string | null {
  if (type !== 'integer' || typeof usual !== 'number') return null;
  const from = Math.max(minimum ?? 1, Math.floor(usual / 2));
  const to = Math.min(maximum ?? usual * 2, usual * 2);
  return to > from ? `${from}..${to}` : null;
}
