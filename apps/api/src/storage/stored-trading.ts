import { Decimal } from '@libs/kernel';
import {
  InvalidCursor,
  WHOLE_ACCOUNT,
  type DeploymentEntity,
  type FillEntity,
  type OrderEntity,
  type Page,
  type PositionEntity,
  type TradingReads,
} from '@libs/persistence';
import type { Deployments } from '../deployments/deployments';
import { decisionFrom } from '../deployments/decision';
import type { Deployment } from '../deployments/deployments.types';
import { isOutdated } from '../deployments/is-outdated';
import { UnknownCursor } from '../journal/journal-feed';
import { averagePrice } from '../orders/average-price';
import type { Fill, FillPage } from '../orders/fills.types';
import type { OrderRequest, Orders, PageRequest } from '../orders/orders';
import type { Order, OrderPage } from '../orders/orders.types';
import type { BookedPosition, Positions } from '../positions/positions';
import type { StrategyCatalogue } from '../strategies/strategy-catalogue';
import { isUuid } from './uuid';

/** Deployments as the database has them. */
export class StoredDeployments implements Deployments {
  constructor(
    private readonly reads: TradingReads,
    private readonly catalogue: Pick<StrategyCatalogue, 'isOutdated'>,
  ) {}

  async list(accountId?: string): Promise<readonly Deployment[]> {
    if (accountId !== undefined && !isUuid(accountId)) return [];
    return (await this.reads.deployments(accountId)).map((row) => this.shown(row));
  }

  async find(id: string): Promise<Deployment | null> {
    const row = isUuid(id) ? await this.reads.deployment(id) : null;
    return row && this.shown(row);
  }

  private shown(row: DeploymentEntity): Deployment {
    return { ...toDeployment(row), isOutdated: isOutdated(row, this.catalogue) };
  }
}

/** Orders and fills as the database has them. */
export class StoredOrders implements Orders {
  constructor(private readonly reads: TradingReads) {}

  async page({ open, ...request }: OrderRequest): Promise<OrderPage> {
    const { items, nextCursor } = await turn(request, (known) => this.reads.orders({ ...known, open }));
    return { items: items.map(toOrder), nextCursor };
  }

  async find(clientOrderId: string): Promise<Order | null> {
    const row = await this.reads.order(clientOrderId);
    return row && toOrder(row);
  }

  async fills(request: PageRequest): Promise<FillPage> {
    const { items, nextCursor } = await turn(request, (known) => this.reads.fills(known));
    return { items: items.map(toFill), nextCursor };
  }

  countOpen(accountId: string): Promise<number> {
    return this.reads.countOpenOrders(accountId);
  }
}

/** Positions as the database has them. */
export class StoredPositions implements Positions {
  constructor(private readonly reads: TradingReads) {}

  async list(accountId: string, byDeployment: boolean): Promise<readonly BookedPosition[]> {
    return isUuid(accountId) ? (await this.reads.positions(accountId, byDeployment)).map(toPosition) : [];
  }
}

type Known = { readonly accountId: string; readonly first: number; readonly after?: string };

async function turn<T>({ accountId, first, after }: PageRequest, read: (request: Known) => Promise<Page<T>>): Promise<Page<T>> {
  if (!isUuid(accountId)) return { items: [], nextCursor: null };
  try {
    return await read({ accountId, first, ...(after ? { after } : {}) });
  } catch (error) {
    throw error instanceof InvalidCursor ? new UnknownCursor(error.cursor) : error;
  }
}

function toDeployment(row: DeploymentEntity): Omit<Deployment, 'isOutdated'> {
  const { watches, lastDecision } = row;
  return {
    id: row.id,
    accountId: row.accountId,
    strategy: row.strategy,
    strategyVersion: row.strategyVersion,
    params: row.params,
    symbol: watches[0]?.symbol ?? '',
    interval: watches[0]?.interval ?? '',
    status: row.status,
    reason: row.reason,
    lastDecision: lastDecision && decisionFrom(lastDecision),
    startedAt: row.startedAt,
    stoppedAt: row.stoppedAt,
  };
}

function toOrder(row: OrderEntity): Order {
  return {
    clientOrderId: row.clientOrderId,
    accountId: row.accountId,
    deploymentId: row.deploymentId,
    venueOrderId: row.venueOrderId,
    symbol: row.symbol,
    side: row.side,
    type: row.type,
    quantity: plain(row.quantity),
    price: row.price === null ? null : plain(row.price),
    timeInForce: row.timeInForce,
    postOnly: row.postOnly,
    reduceOnly: row.reduceOnly,
    tag: row.tag,
    status: row.status,
    filledQuantity: plain(row.filledQuantity),
    averagePrice: averagePrice(row.filledCost, row.filledQuantity),
    reason: row.reason,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

function toFill(row: FillEntity): Fill {
  return {
    executionId: row.executionId,
    accountId: row.accountId,
    clientOrderId: row.clientOrderId,
    deploymentId: row.deploymentId,
    symbol: row.symbol,
    side: row.side,
    quantity: plain(row.quantity),
    price: plain(row.price),
    fee: plain(row.fee),
    feeAsset: row.feeAsset,
    liquidity: row.liquidity,
    realised: plain(row.realised),
    at: row.at,
  };
}

function toPosition(row: PositionEntity): BookedPosition {
  return {
    accountId: row.accountId,
    deploymentId: row.deploymentId === WHOLE_ACCOUNT ? null : row.deploymentId,
    symbol: row.symbol,
    quantity: plain(row.quantity),
    averagePrice: averagePrice(row.cost, row.quantity),
    entryValue: plain(row.cost),
    realised: plain(row.realised),
    fees: plain(row.fees),
  };
}

/** One text per number, whatever scale the column kept. */
function plain(numeric: string): string {
  return Decimal.parse(numeric).toString();
}
