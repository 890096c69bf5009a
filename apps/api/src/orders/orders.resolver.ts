import { Inject } from '@nestjs/common';
import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { ORDERS } from '../tokens';
import { FillPage } from './fills.types';
import { OrderDesk } from './order-desk';
import type { Orders } from './orders';
import { AmendOrderInput, Order, OrderPage, OrderResultUnion, PlaceOrderInput } from './orders.types';
import { pageSize } from './page-size';

@Resolver(() => Order)
export class OrdersResolver {
  constructor(
    @Inject(ORDERS) private readonly known: Orders,
    @Inject(OrderDesk) private readonly desk: OrderDesk,
  ) {}

  @Query(() => OrderPage)
  orders(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first: number,
    @Args('open', {
      type: () => Boolean,
      nullable: true,
      defaultValue: false,
      description: 'Only open orders, however many newer ones there are',
    })
    open: boolean | null,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.known.page({ accountId, first: pageSize(first), after, open: open === true });
  }

  @Query(() => FillPage)
  fills(
    @Args('accountId', { type: () => ID }) accountId: string,
    @Args('first', { type: () => Int, nullable: true, defaultValue: 50 }) first: number,
    @Args('after', { type: () => String, nullable: true }) after?: string | null,
  ) {
    return this.known.fills({ accountId, first: pageSize(first), after });
  }

  @Query(() => Order, { nullable: true })
  order(@Args('clientOrderId', { type: () => ID }) clientOrderId: string) {
    return this.known.find(clientOrderId);
  }

  @Mutation(() => OrderResultUnion)
  placeOrder(@Args('input', { type: () => PlaceOrderInput }) input: PlaceOrderInput) {
    return this.desk.place(input);
  }

  @Mutation(() => OrderResultUnion, {
    description:
      'Asks the exchange for other terms; the order is PENDING_UPDATE until it shows them, and stands as before where it refuses',
  })
  amendOrder(@Args('input', { type: () => AmendOrderInput }) input: AmendOrderInput) {
    return this.desk.amend(input);
  }

  @Mutation(() => OrderResultUnion)
  cancelOrder(@Args('accountId', { type: () => ID }) accountId: string, @Args('clientOrderId', { type: () => ID }) clientOrderId: string) {
    return this.desk.cancel(accountId, clientOrderId);
  }

  @Mutation(() => OrderResultUnion, {
    description:
      'Closes all that a deployment holds of a symbol at the market, in its own book and whether it runs or not; exits that are in the way are cancelled first',
  })
  closePosition(
    @Args('deploymentId', { type: () => ID }) deploymentId: string,
    @Args('symbol', { type: () => String }) symbol: string,
    @Args('idempotencyKey', { type: () => String, nullable: true }) idempotencyKey?: string | null,
  ) {
    return this.desk.closePosition({ deploymentId, symbol, idempotencyKey });
  }
}
