import { Inject, Injectable } from '@nestjs/common';
import {
  InvalidSpec,
  ResearchRefused,
  checkHeard,
  checkOptimisation,
  checkSpec,
  checkWalkForward,
  strategiesOf,
  type BacktestSpec,
  type OptimisationSpec,
} from '@libs/research';
import { defined } from '@libs/kernel';
import { ACTOR } from '../commands/command-desk';
import { commandIdFor } from '../commands/command-id';
import { invalidInput, notFound, refused } from '../results/errors.types';
import type { StrategyCatalogue, StrategyPlanning } from '../strategies/strategy-catalogue';
import { RESEARCH_BOOK, RESEARCH_DATA, RESEARCH_WAKER, STRATEGY_CATALOGUE } from '../tokens';
import { isRecord, searchOf, specOf, walkOf } from './backtest-request';
import type { ResearchBook, ResearchData, ResearchWaker } from './research';
import type { ResearchKind, ResearchRunResult, StartBacktestInput, StartOptimisationInput, StartWalkForwardInput } from './research.types';

type StrategyTerms = Extract<StrategyPlanning, { readonly ok: true }>['terms'];
type Failed = Exclude<ResearchRunResult, { readonly __typename: 'ResearchRun' }>;

const USUAL_COURSES = 1_000;

/** Takes questions about the past, checked as far as can be told at once, and takes them back. */
@Injectable()
export class ResearchDesk {
  constructor(
    @Inject(RESEARCH_BOOK) private readonly book: ResearchBook,
    @Inject(RESEARCH_WAKER) private readonly waker: ResearchWaker,
    @Inject(RESEARCH_DATA) private readonly data: ResearchData,
    @Inject(STRATEGY_CATALOGUE) private readonly catalogue: StrategyCatalogue,
  ) {}

  startBacktest(input: StartBacktestInput): Promise<ResearchRunResult> {
    return this.startSingle('BACKTEST', input);
  }

  /** A backtest that is run for what else could have come of it. */
  startMonteCarlo(input: StartBacktestInput): Promise<ResearchRunResult> {
    return this.startSingle('MONTE_CARLO', { ...input, monteCarlo: input.monteCarlo ?? USUAL_COURSES });
  }

  startOptimisation(input: StartOptimisationInput): Promise<ResearchRunResult> {
    return this.startSearch('OPTIMISATION', input, {
      key: input.idempotencyKey,
      specOf: (parts) => {
        const spec = searchOf(input, parts);
        checkOptimisation(spec);
        return { spec, optimisation: spec };
      },
    });
  }

  startWalkForward(input: StartWalkForwardInput): Promise<ResearchRunResult> {
    return this.startSearch('WALK_FORWARD', input.optimisation, {
      key: input.idempotencyKey ?? input.optimisation.idempotencyKey,
      specOf: (parts) => {
        const spec = walkOf(input, parts);
        checkWalkForward(spec);
        return { spec, optimisation: spec.optimisation };
      },
    });
  }

  async cancel(id: string): Promise<ResearchRunResult> {
    const cancelled = await this.book.cancel(id, ACTOR);
    const run = await this.book.find(id);
    if (!run) return notFound('research run', id) as Failed;
    if (cancelled) await this.waker.wake(id);
    else if (!run.cancelRequested)
      return refused('RUN_IS_OVER', `The run ended before as ${run.status}; there is nothing to cancel.`) as Failed;
    return { __typename: 'ResearchRun', ...run };
  }

  private async startSingle(kind: 'BACKTEST' | 'MONTE_CARLO', input: StartBacktestInput): Promise<ResearchRunResult> {
    const params = input.params ?? {};
    if (!isRecord(params)) return invalidInput('params', 'an object of parameter names and values', JSON.stringify(params)) as Failed;
    const key = input.idempotencyKey;
    const runId = commandIdFor('research', key);
    const asked = judged(() => {
      const spec = specOf(input, { params, runId });
      checkSpec(spec);
      return spec;
    });
    if (!asked.ok) return asked.failure;
    const planned = await this.planned(asked.value);
    if (!planned.ok) return planned.failure;
    const { spec, watches } = planned.value;
    const missing = await this.data.missing(spec, watches);
    if (missing !== null) return refused('NO_DATA', missing) as Failed;
    return this.queue({ kind, spec }, { id: runId, key });
  }

  /** With every parameter, and what the strategies watch together. */
  private async planned(asked: BacktestSpec): Promise<Judged<{ readonly spec: BacktestSpec; readonly watches: StrategyTerms['watches'] }>> {
    const terms: StrategyTerms[] = [];
    for (const [place, { strategy, params }] of strategiesOf(asked).entries()) {
      const planning = await this.catalogue.plan(strategy, params);
      if (!planning) return { ok: false, failure: notFound('strategy', strategy) as Failed };
      if (planning.ok) terms.push(planning.terms);
      else {
        const { field, limit, value, message } = planning;
        return { ok: false, failure: invalidInput(place === 0 ? field : `others.${place - 1}.${field}`, limit, value, message) as Failed };
      }
    }
    const [first, ...rest] = terms;
    const others = asked.others?.map((other, at) => ({ ...other, params: rest[at]!.params }));
    const spec = { ...asked, params: first!.params, ...defined({ others }) };
    return judged(() => {
      checkHeard(spec, terms);
      return { spec, watches: terms.flatMap(({ watches }) => watches) };
    });
  }

  private async startSearch(
    kind: 'OPTIMISATION' | 'WALK_FORWARD',
    { backtest, search }: StartOptimisationInput,
    { key, specOf }: SearchAsked,
  ): Promise<ResearchRunResult> {
    const params = backtest.params ?? {};
    if (!isRecord(params))
      return invalidInput('backtest.params', 'an object of parameter names and values', JSON.stringify(params)) as Failed;
    const searched = search ?? {};
    if (!isRecord(searched))
      return invalidInput('search', 'an object of parameter names and what is searched', JSON.stringify(search)) as Failed;
    const strategies = await this.catalogue.list();
    if (!strategies.some(({ name }) => name === backtest.strategy)) return notFound('strategy', backtest.strategy) as Failed;
    const runId = commandIdFor('research', key);
    const asked = judged(() => specOf({ params, search: searched, runId }));
    if (!asked.ok) return asked.failure;
    const why = await this.data.unsearchable(asked.value.optimisation);
    if (why !== null) return refused('CANNOT_SEARCH', why) as Failed;
    return this.queue({ kind, spec: asked.value.spec }, { id: runId, key });
  }

  /** A repeated request finds the run that is already there. */
  private async queue(
    asked: { readonly kind: ResearchKind; readonly spec: object },
    { id, key }: { readonly id: string; readonly key: string | null | undefined },
  ): Promise<ResearchRunResult> {
    const { isSame, run } = await this.book.add({ id, ...asked, requestedBy: ACTOR });
    if (!isSame) {
      const message = `The idempotency key "${String(key)}" was used before for a request with another content; take a new one.`;
      return refused('IDEMPOTENCY_KEY_REUSED', message) as Failed;
    }
    await this.waker.wake(id);
    return { __typename: 'ResearchRun', ...run };
  }
}

interface SearchAsked {
  readonly key: string | null | undefined;
  /** What is stored, and the search in it; throws for what is out of its range. */
  readonly specOf: (parts: Parameters<typeof searchOf>[1]) => { readonly spec: object; readonly optimisation: OptimisationSpec };
}

type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failed };

/** A refusal as an answer. */
function judged<T>(work: () => T): Judged<T> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof InvalidSpec) return { ok: false, failure: invalidInput(error.field, error.limit, error.value) as Failed };
    if (error instanceof ResearchRefused) return { ok: false, failure: refused('CANNOT_SEARCH', error.message) as Failed };
    throw error;
  }
}
