import { Inject, Injectable } from '@nestjs/common';
import type { Deployments } from '../deployments/deployments';
import type { Orders } from '../orders/orders';
import { refused, type Failure } from '../results/errors.types';
import { DEPLOYMENTS, ORDERS } from '../tokens';

/** An account is closed only when nothing of it can still trade, because nobody would hear of the fill. */
@Injectable()
export class IdleCheck {
  constructor(
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(ORDERS) private readonly orders: Orders,
  ) {}

  async reasonAgainst(accountId: string): Promise<Failure | null> {
    // The exits of one that broke go on.
    const alive = (await this.deployments.list(accountId)).filter(({ status }) => status !== 'stopped');
    if (alive.length > 0) {
      const words = alive.some(({ status }) => status === 'faulted') ? 'run or broke' : 'are running';
      return refused('DEPLOYMENTS_RUNNING', `${alive.length} deployments ${words} (first ${alive[0]?.id}); stop them first.`, {
        limit: '0',
        value: String(alive.length),
      });
    }
    const open = await this.orders.countOpen(accountId);
    if (open > 0) return refused('ORDERS_OPEN', `${open} orders are open; cancel them first.`, { limit: '0', value: String(open) });
    return null;
  }
}
