import { isDeepStrictEqual } from 'node:util';
import type { Report } from '@libs/backtest';
import { InvalidSeries, type HistoryStore } from '@libs/market-data';
import { InvalidCursor, type DataFileEntity, type DataFileStore, type ResearchRunEntity, type ResearchRuns } from '@libs/persistence';
import { ResearchRefused, planSearch, seriesOf, type BacktestSpec, type OptimisationReport, type OptimisationSpec } from '@libs/research';
import { UnknownCursor } from '../journal/journal-feed';
import type { AddedRun, ResearchBook, ResearchData } from '../research/research';
import type { ResearchRun, ResearchRunPage, StoredCandles } from '../research/research.types';
import { shownSpec } from './shown-spec';
import { isUuid } from './uuid';

/** Runs of research as the database has them. */
export class StoredResearch implements ResearchBook {
  constructor(private readonly runs: ResearchRuns) {}

  async add(run: Parameters<ResearchBook['add']>[0]): Promise<AddedRun> {
    const { added, run: row } = await this.runs.add(run);
    const isSame = added || isDeepStrictEqual([row.kind, row.spec], [run.kind, JSON.parse(JSON.stringify(run.spec))]);
    return { isSame, run: toRun(row) };
  }

  async cancel(id: string, actor: string): Promise<boolean> {
    return isUuid(id) && this.runs.cancel(id, actor);
  }

  async find(id: string): Promise<ResearchRun | null> {
    const row = isUuid(id) ? await this.runs.find(id) : null;
    return row && toRun(row);
  }

  async page({ first, after, kinds }: Parameters<ResearchBook['page']>[0]): Promise<ResearchRunPage> {
    try {
      const { items, nextCursor } = await this.runs.page({ first, ...(after ? { after } : {}), ...(kinds ? { kinds } : {}) });
      return { items: items.map(toRun), nextCursor };
    } catch (error) {
      throw error instanceof InvalidCursor ? new UnknownCursor(error.cursor) : error;
    }
  }

  async report(id: string): ReturnType<ResearchBook['report']> {
    return isUuid(id) ? (((await this.runs.report(id)) as Report | OptimisationReport | null | undefined) ?? null) : null;
  }

  async changedSince(at: Date): ReturnType<ResearchBook['changedSince']> {
    return (await this.runs.changedSince(at)).map((row) => ({ run: toRun(row), at: row.updatedAt }));
  }
}

/** Market history in the files of this installation. */
export class StoredResearchData implements ResearchData {
  constructor(
    private readonly store: HistoryStore,
    private readonly index: Pick<DataFileStore, 'list'>,
    /** Folder of built strategies; default the installation's. */
    private readonly strategies?: string,
  ) {}

  async candles(): Promise<readonly StoredCandles[]> {
    const files = (await this.index.list()).filter(({ kind, interval }) => kind === 'candles' && interval !== null);
    const series = Map.groupBy(files, ({ venue, symbol, interval }) => JSON.stringify([venue, symbol, interval]));
    return [...series.values()].map(seriesOfFiles);
  }

  async missing(spec: BacktestSpec, watches: Parameters<ResearchData['missing']>[1]): Promise<string | null> {
    return refusalOf(() => this.candlesOf(spec, watches));
  }

  async unsearchable(spec: OptimisationSpec): Promise<string | null> {
    return refusalOf(async () => {
      const { plans } = await planSearch(spec, this.strategies);
      await this.candlesOf(
        spec.backtest,
        plans.flatMap(({ watches }) => watches),
      );
    });
  }

  /** Throws where candles are wanted that are not stored; what trades and recordings there are is said by the run itself. */
  private async candlesOf(spec: BacktestSpec, watches: Parameters<ResearchData['missing']>[1]): Promise<void> {
    if (spec.data === undefined || spec.data === 'bars') await seriesOf(spec, watches, this.store);
  }
}

function seriesOfFiles(files: readonly DataFileEntity[]): StoredCandles {
  const { venue, symbol, interval } = files[0]!;
  const times = (pick: (file: DataFileEntity) => Date): number[] => files.map((file) => pick(file).getTime());
  const from = new Date(Math.min(...times(({ firstAt }) => firstAt)));
  const to = new Date(Math.max(...times(({ lastAt }) => lastAt)));
  return { venue, symbol, interval: interval ?? '', from, to };
}

async function refusalOf(work: () => Promise<unknown>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ResearchRefused || error instanceof InvalidSeries) return error.message;
    throw error;
  }
}

function progressOf({ status, done, total }: ResearchRunEntity): number | null {
  if (status === 'DONE') return 1;
  return total === null || total === 0 ? null : Math.min(1, done / total);
}

function toRun(row: ResearchRunEntity): ResearchRun {
  const { id, kind, status, spec, summary, error, cancelRequested, requestedBy, createdAt, startedAt, finishedAt } = row;
  return {
    id,
    kind,
    status,
    spec: shownSpec(spec),
    summary,
    error,
    cancelRequested,
    requestedBy,
    createdAt,
    startedAt,
    finishedAt,
    strategy: strategyOf(spec),
    progress: progressOf(row),
    // What parity finds is kept with the deployment.
    hasReport: kind !== 'PARITY' && summary !== null,
  };
}

/** A search says it of the backtest that its trials are, a walk forward of its search; several are named in their order. */
function strategyOf(spec: ResearchRunEntity['spec']): string {
  for (let inner: unknown = spec; isRecord(inner); inner = inner['optimisation'] ?? inner['backtest']) {
    const others = Array.isArray(inner['others']) ? inner['others'].filter(isRecord) : [];
    if (typeof inner['strategy'] === 'string') return [inner, ...others].map(({ strategy }) => String(strategy)).join(' + ');
  }
  return '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
