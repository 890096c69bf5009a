import { In, type DataSource } from 'typeorm';
import { ResearchRunEntity, type ResearchKind } from '../entities/research-run.entity';
import { InvalidCursor, type Page } from '../read/trading-reads';

export interface NewResearchRun {
  readonly id: string;
  readonly kind: ResearchKind;
  /** Plain JSON, validated by the caller. */
  readonly spec: object;
  readonly requestedBy: string;
}

export interface AddedRun {
  readonly added: boolean;
  /** The current row; for a repeat, the original. */
  readonly run: ResearchRunEntity;
}

export interface ResearchPageRequest {
  readonly first: number;
  /** The `nextCursor` of the page before. */
  readonly after?: string | undefined;
  /** Default all kinds. */
  readonly kinds?: readonly ResearchKind[] | undefined;
}

const ADD = `WITH made AS (
    INSERT INTO research_runs (id, kind, spec, status, requested_by) VALUES ($1, $2, $3::jsonb, 'QUEUED', $4)
    ON CONFLICT (id) DO NOTHING RETURNING id
  ), noted AS (
    INSERT INTO audit (actor, action, subject, body)
    SELECT $4, 'research.start', id::text, jsonb_build_object('kind', $2::text, 'spec', $3::jsonb) FROM made
  ) SELECT count(*)::int AS added FROM made`;

/** A waiting run ends at once; a running one is stopped by its worker, which sees the request at its next heartbeat. */
const CANCEL = `WITH changed AS (
    UPDATE research_runs SET cancel_requested = true, updated_at = now(),
      status = CASE WHEN status = 'QUEUED' THEN 'CANCELLED' ELSE status END,
      finished_at = CASE WHEN status = 'QUEUED' THEN now() ELSE finished_at END
    WHERE id = $1 AND status IN ('QUEUED', 'RUNNING') AND NOT cancel_requested RETURNING id
  ), noted AS (
    INSERT INTO audit (actor, action, subject, body) SELECT $2, 'research.cancel', id::text, '{}'::jsonb FROM changed
  ) SELECT count(*)::int AS changed FROM changed`;

/** Research jobs, as users create and read them. */
export class ResearchRuns {
  constructor(private readonly dataSource: DataSource) {}

  /** Written with its audit entry in one transaction; a known id is left unchanged. */
  async add({ id, kind, spec, requestedBy }: NewResearchRun): Promise<AddedRun> {
    const [row] = await this.dataSource.query<{ added: number }[]>(ADD, [id, kind, JSON.stringify(spec), requestedBy]);
    const run = await this.find(id);
    if (!run) throw new Error(`The research run ${id} is gone right after it was written`);
    return { added: row?.added === 1, run };
  }

  /** Requests a cancel; false if it was over, or already requested. */
  async cancel(id: string, actor: string): Promise<boolean> {
    const [row] = await this.dataSource.query<{ changed: number }[]>(CANCEL, [id, actor]);
    return row?.changed === 1;
  }

  async find(id: string): Promise<ResearchRunEntity | null> {
    return this.repository().findOneBy({ id });
  }

  /** The stored report; undefined if there is no such run, null if it has no report. */
  async report(id: string): Promise<unknown> {
    const [row] = await this.dataSource.query<{ report: unknown }[]>('SELECT report FROM research_runs WHERE id = $1', [id]);
    return row?.report;
  }

  /** Newest first. */
  async page({ first, after, kinds }: ResearchPageRequest): Promise<Page<ResearchRunEntity>> {
    const query = this.repository()
      .createQueryBuilder('run')
      .orderBy('run.createdAt', 'DESC')
      .addOrderBy('run.id', 'DESC')
      .take(first + 1);
    if (after !== undefined)
      query.andWhere('(run.createdAt, run.id) < (SELECT created_at, id FROM research_runs WHERE id = :id)', cursor(after));
    if (kinds !== undefined) query.andWhere('run.kind IN (:...kinds)', { kinds });
    const rows = await query.getMany();
    const items = rows.slice(0, first);
    return { items, nextCursor: rows.length > first ? (items.at(-1)?.id ?? null) : null };
  }

  /** Those that changed at or after a time, and those that are not over; oldest change first. */
  async changedSince(at: Date): Promise<readonly ResearchRunEntity[]> {
    return this.repository()
      .createQueryBuilder('run')
      .where(`run.updatedAt >= :at OR run.status IN ('QUEUED', 'RUNNING')`, { at })
      .orderBy('run.updatedAt', 'ASC')
      .getMany();
  }

  /** Waiting and running ones, oldest first. */
  async unfinished(): Promise<readonly ResearchRunEntity[]> {
    return this.repository().find({ where: { status: In(['QUEUED', 'RUNNING']) }, order: { createdAt: 'ASC' } });
  }

  private repository() {
    return this.dataSource.getRepository(ResearchRunEntity);
  }
}

function cursor(after: string): { readonly id: string } {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(after)) return { id: after };
  throw new InvalidCursor(after);
}
