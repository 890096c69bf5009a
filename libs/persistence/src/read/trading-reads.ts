import { ORDER_STATUSES, isOpen } from '@libs/kernel';
import { In, LessThan, Not } from 'typeorm';
import type { DataSource } from 'typeorm';
import { DeploymentEntity, FillEntity, OrderEntity, PositionEntity, WHOLE_ACCOUNT } from '../entities/trading.entity';

/** Newest first; `nextCursor` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly accountId: string;
  readonly first: number;
  /** The `nextCursor` of the page before. */
  readonly after?: string | undefined;
}

export interface OrderRequest extends PageRequest {
  /** Only those that may still fill. */
  readonly open?: boolean | undefined;
}

const OPEN = In(ORDER_STATUSES.filter(isOpen));

export class InvalidCursor extends Error {
  constructor(readonly cursor: string) {
    super(`"${cursor}" is not a cursor of this list; pass the nextCursor of a page, or leave it out`);
    this.name = 'InvalidCursor';
  }
}

/** Deployments, orders, fills and positions, as committed. */
export class TradingReads {
  constructor(private readonly dataSource: DataSource) {}

  async deployments(accountId?: string): Promise<readonly DeploymentEntity[]> {
    const where = accountId === undefined ? {} : { accountId };
    return this.dataSource.getRepository(DeploymentEntity).find({ where, order: { startedAt: 'ASC', id: 'ASC' } });
  }

  async deployment(id: string): Promise<DeploymentEntity | null> {
    return this.dataSource.getRepository(DeploymentEntity).findOneBy({ id });
  }

  async orders({ accountId, first, after, open = false }: OrderRequest): Promise<Page<OrderEntity>> {
    const before = position(after);
    const where = { accountId, ...(before === null ? {} : { createdSeq: LessThan(before) }), ...(open ? { status: OPEN } : {}) };
    const rows = await this.dataSource.getRepository(OrderEntity).find({ where, order: { createdSeq: 'DESC' }, take: first + 1 });
    return page(rows, first, (order) => order.createdSeq);
  }

  async order(clientOrderId: string): Promise<OrderEntity | null> {
    return this.dataSource.getRepository(OrderEntity).findOneBy({ clientOrderId });
  }

  /** Orders of an account that may still fill. */
  async countOpenOrders(accountId: string): Promise<number> {
    return this.dataSource.getRepository(OrderEntity).countBy({ accountId, status: OPEN });
  }

  async fills({ accountId, first, after }: PageRequest): Promise<Page<FillEntity>> {
    const before = position(after);
    const where = before === null ? { accountId } : { accountId, journalSeq: LessThan(before) };
    const rows = await this.dataSource.getRepository(FillEntity).find({ where, order: { journalSeq: 'DESC' }, take: first + 1 });
    return page(rows, first, (fill) => fill.journalSeq);
  }

  /** The account's own positions, or those of each deployment; includes flat ones, for their realised profit. */
  async positions(accountId: string, byDeployment = false): Promise<readonly PositionEntity[]> {
    const deploymentId = byDeployment ? Not(WHOLE_ACCOUNT) : WHOLE_ACCOUNT;
    return this.dataSource
      .getRepository(PositionEntity)
      .find({ where: { accountId, deploymentId }, order: { deploymentId: 'ASC', symbol: 'ASC' } });
  }
}

function position(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new InvalidCursor(cursor);
  return Number(cursor);
}

function page<T>(rows: readonly T[], first: number, key: (row: T) => number): Page<T> {
  const items = rows.slice(0, first);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > first && last !== undefined ? String(key(last)) : null };
}
