import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { METRIC_NAMES, describeMetric } from '@libs/backtest';
import { pageSize } from '../orders/page-size';
import { JsonScalar } from '../schema/scalars/json';
import { RESEARCH_BOOK, RESEARCH_DATA } from '../tokens';
import type { ResearchBook, ResearchData } from './research';
import { ResearchDesk } from './research-desk';
import { ResearchReader } from './research-reader';
import { ResearchStreams } from './research-streams';
import {
  ReportMetric,
  ResearchKind,
  ResearchRun,
  ResearchRunPage,
  ResearchRunResultUnion,
  RunComparison,
  StartBacktestInput,
  StartOptimisationInput,
  StartWalkForwardInput,
  StoredCandles,
} from './research.types';

@Resolver(() => ResearchRun)
export class ResearchResolver {
  constructor(
    @Inject(RESEARCH_BOOK) private readonly book: ResearchBook,
    @Inject(ResearchReader) private readonly reader: ResearchReader,
    @Inject(ResearchDesk) private readonly desk: ResearchDesk,
    @Inject(RESEARCH_DATA) private readonly data: ResearchData,
    @Inject(ResearchStreams) private readonly streams: ResearchStreams,
  ) {}

  @Query(() => ResearchRunPage, { description: 'Newest first' })
  researchRuns(
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
    @Args('kinds', { type: () => [ResearchKind], nullable: true, description: 'Only these; default all' }) kinds?: ResearchKind[] | null,
  ) {
    return this.book.page({ first: pageSize(first), after, kinds: kinds?.length ? kinds : null });
  }

  @Query(() => ResearchRun, { nullable: true })
  researchRun(@Args('id', { type: () => ID }) id: string) {
    return this.book.find(id);
  }

  @Query(() => JsonScalar, {
    nullable: true,
    description: 'The whole report of a run; its `schema` names the format; null until it exists',
  })
  researchReport(@Args('id', { type: () => ID }) id: string) {
    return this.book.report(id);
  }

  @Query(() => RunComparison, { description: 'Two to four runs side by side' })
  compareRuns(@Args('ids', { type: () => [ID] }) ids: string[]) {
    return this.reader.compare(ids);
  }

  @Query(() => [ReportMetric], { description: 'All metrics of a report, in display order' })
  reportMetrics() {
    return METRIC_NAMES.map((name) => ({ name, better: null, ...describeMetric(name) }));
  }

  @Query(() => [StoredCandles])
  storedCandles() {
    return this.data.candles();
  }

  @Mutation(() => ResearchRunResultUnion)
  startBacktest(@Args('input', { type: () => StartBacktestInput }) input: StartBacktestInput) {
    return this.desk.startBacktest(input);
  }

  @Mutation(() => ResearchRunResultUnion)
  startOptimisation(@Args('input', { type: () => StartOptimisationInput }) input: StartOptimisationInput) {
    return this.desk.startOptimisation(input);
  }

  @Mutation(() => ResearchRunResultUnion, {
    description: 'Searches each training window and trades its winner on the test window after it, which the search never sees',
  })
  startWalkForward(@Args('input', { type: () => StartWalkForwardInput }) input: StartWalkForwardInput) {
    return this.desk.startWalkForward(input);
  }

  @Mutation(() => ResearchRunResultUnion, {
    description: 'A backtest, with resamplings of its trades and days that show the range of possible outcomes',
  })
  startMonteCarlo(@Args('input', { type: () => StartBacktestInput }) input: StartBacktestInput) {
    return this.desk.startMonteCarlo(input);
  }

  @Mutation(() => ResearchRunResultUnion)
  cancelResearchRun(@Args('id', { type: () => ID }) id: string) {
    return this.desk.cancel(id);
  }

  @Subscription(() => ResearchRun, {
    description: 'Each run that changes, starting with all unfinished ones; with an id only that run',
    resolve: (run: unknown) => run,
  })
  researchRunChanges(@Args('id', { type: () => ID, nullable: true }) id?: string | null) {
    return this.streams.changes(id);
  }
}
