import { Inject, Injectable } from '@nestjs/common';
import { defined, isOpen, type OrderRequest, type OrderStatus } from '@libs/kernel';
import type { Accounts } from '../accounts/accounts';
import type { Account } from '../accounts/accounts.types';
import { CommandDesk, type Sent } from '../commands/command-desk';
import type { Deployments } from '../deployments/deployments';
import { MarketDesk } from '../market/market-desk';
import { invalidInput, notFound, refused, type Failure } from '../results/errors.types';
import { ACCOUNTS, DEPLOYMENTS, ORDERS } from '../tokens';
import { atField, checkForm, toRequest } from './order-form';
import type { Orders } from './orders';
import type { AmendOrderInput, ClosePositionRequest, OrderResult, PlaceOrderInput } from './orders.types';

const NOTHING_ASKED = 'An amendment names another quantity, another price, or both.';

/** Places, amends and cancels orders by hand, and closes positions. */
@Injectable()
export class OrderDesk {
  constructor(
    @Inject(ACCOUNTS) private readonly accounts: Accounts,
    @Inject(ORDERS) private readonly orders: Orders,
    @Inject(DEPLOYMENTS) private readonly deployments: Deployments,
    @Inject(MarketDesk) private readonly market: MarketDesk,
    @Inject(CommandDesk) private readonly commands: CommandDesk,
  ) {}

  async place(input: PlaceOrderInput): Promise<OrderResult> {
    const { accountId, idempotencyKey } = input;
    const account = await this.accounts.find(accountId);
    if (!account) return notFound('account', accountId);
    if (account.status === 'disabled') return refused('ACCOUNT_DISABLED', `The account ${account.name} is disabled.`);
    const order = toRequest(input);
    const problem = await this.check(accountId, order);
    if (problem) return problem;
    return this.shown(await this.commands.send({ accountId, command: { kind: 'place-order', order: texted(order) }, idempotencyKey }));
  }

  /** What may be asked for is the core's to judge, as for a strategy: a repeat then hears what the first request came to. */
  async amend({ accountId, clientOrderId, quantity, price, idempotencyKey }: AmendOrderInput): Promise<OrderResult> {
    const found = await this.orders.find(clientOrderId);
    if (found?.accountId !== accountId) return notFound('order', clientOrderId);
    if (!quantity && !price) return invalidInput('quantity', 'given, or a price', 'left out', NOTHING_ASKED);
    const terms = { ...(quantity ? { quantity } : {}), ...(price ? { price } : {}) };
    const command = { kind: 'amend-order', clientOrderId, ...terms } as const;
    const sent = await this.commands.send({ accountId, command, idempotencyKey });
    return sent.ok ? this.shown(sent) : atField(sent.failure);
  }

  /** All that a deployment, or a person by hand, holds of a symbol, in its own book; what is held is the core's to know. */
  async closePosition({ deploymentId, symbol, idempotencyKey }: ClosePositionRequest): Promise<OrderResult> {
    const account = await this.holderOf(deploymentId);
    if (!account) return notFound('deployment', deploymentId);
    if (account.status === 'disabled') return refused('ACCOUNT_DISABLED', `The account ${account.name} is disabled.`);
    const command = { kind: 'close-position', deploymentId, symbol } as const;
    return this.shown(await this.commands.send({ accountId: account.id, command, idempotencyKey }));
  }

  async cancel(accountId: string, clientOrderId: string): Promise<OrderResult> {
    const found = await this.orders.find(clientOrderId);
    if (found?.accountId !== accountId) return notFound('order', clientOrderId);
    const { status } = found;
    if (!isOpen(status as OrderStatus))
      return refused('ORDER_CLOSED', `The order is ${status} and cannot be cancelled any more.`, { limit: 'an open order', value: status });
    return this.shown(await this.commands.send({ accountId, command: { kind: 'cancel-order', clientOrderId } }));
  }

  private async holderOf(deploymentId: string): Promise<Account | null> {
    const deployment = await this.deployments.find(deploymentId);
    return deployment ? this.accounts.find(deployment.accountId) : this.accounts.ofManualDeployment(deploymentId);
  }

  private async check(accountId: string, order: OrderRequest): Promise<Failure | null> {
    const instruments = await this.market.tradable();
    const instrument = instruments.find(({ symbol }) => symbol === order.symbol);
    if (!instrument) return invalidInput('symbol', `one of ${instruments.map(({ symbol }) => symbol).join(', ')}`, order.symbol);
    return checkForm(order, { instrument, price: this.market.lastPrice(accountId, order.symbol) });
  }

  private async shown(sent: Sent): Promise<OrderResult> {
    if (!sent.ok) return sent.failure;
    const order = await this.orders.find(sent.reference ?? '');
    return order ? { __typename: 'Order', ...order } : notFound('order', String(sent.reference));
  }
}

function texted({ quantity, price, stop, ...rest }: OrderRequest) {
  return {
    ...rest,
    quantity: quantity.toString(),
    ...defined({ price: price?.toString(), stop: stop?.toString() }),
  };
}
