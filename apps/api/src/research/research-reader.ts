import { Inject, Injectable } from '@nestjs/common';
import { REPORT_SCHEMA, compareReports, type Report } from '@libs/backtest';
import { OPTIMISATION_SCHEMA, type OptimisationReport } from '@libs/research';
import { BadArgument, UnknownSubject } from '../results/unknown-subject';
import { RESEARCH_BOOK } from '../tokens';
import type { ResearchBook } from './research';
import type { ResearchRun, RunComparison } from './research.types';

const FEWEST = 2;
const MOST = 4;

/** Runs as people read them: one, its report, several side by side. */
@Injectable()
export class ResearchReader {
  constructor(@Inject(RESEARCH_BOOK) private readonly book: ResearchBook) {}

  async run(id: string): Promise<ResearchRun> {
    const run = await this.book.find(id);
    if (!run) throw new UnknownSubject('research run', id);
    return run;
  }

  /** Of a backtest, or of the best trial of a search. */
  async backtest(id: string): Promise<Report> {
    const report = await this.report(id);
    switch (report.schema) {
      case REPORT_SCHEMA:
        return report;
      case OPTIMISATION_SCHEMA:
        if (report.best) return report.best.report;
        throw new UnknownSubject('best trial of research run', id);
      default:
        throw unreadable(id, report);
    }
  }

  async report(id: string): Promise<Report | OptimisationReport> {
    const report = await this.book.report(id);
    if (report) return report;
    const { kind, status } = await this.run(id);
    const why = kind === 'PARITY' ? 'which measures parity: what it finds is kept with its deployment' : `which is ${status}`;
    throw new UnknownSubject('report of research run', `${id}, ${why}`);
  }

  async compare(ids: readonly string[]): Promise<RunComparison> {
    if (ids.length < FEWEST || ids.length > MOST || new Set(ids).size < ids.length)
      throw new BadArgument('ids', `${FEWEST} to ${MOST} different runs`, ids.join(', ') || 'empty');
    const runs = await Promise.all(ids.map((id) => this.run(id)));
    const { endings, rows, warnings } = compareReports(await Promise.all(ids.map((id) => this.backtest(id))));
    return { runs, endings, warnings, rows: rows.map(({ name, label, unit, values, best }) => ({ name, label, unit, values, best })) };
  }
}

/** What an older or newer release wrote. */
function unreadable(id: string, { schema }: { readonly schema: unknown }): UnknownSubject {
  return new UnknownSubject('backtest report of research run', `${id}, whose report is ${JSON.stringify(schema) ?? 'of no known form'}`);
}
