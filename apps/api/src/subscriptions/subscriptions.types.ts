import { Field, ObjectType } from '@nestjs/graphql';
import { Deployment } from '../deployments/deployments.types';
import { Fill } from '../orders/fills.types';
import { Order } from '../orders/orders.types';
import { Position } from '../positions/positions.types';

@ObjectType({ description: 'A journal item; `cursor` resumes after it without loss' })
export class OrderUpdate {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Order)
  readonly order!: Order;
}

@ObjectType()
export class FillUpdate {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Fill)
  readonly fill!: Fill;
}

@ObjectType()
export class PositionUpdate {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Position)
  readonly position!: Position;
}

@ObjectType()
export class DeploymentUpdate {
  @Field(() => String)
  readonly cursor!: string;

  @Field(() => Deployment)
  readonly deployment!: Deployment;
}
