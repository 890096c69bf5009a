import { Field, ID, ObjectType } from '@nestjs/graphql';

/** The name by which a union tells its members apart. */
export type Tagged<T, Name extends string> = T & { readonly __typename: Name };

@ObjectType({ description: 'The command is stored and will be carried out; its outcome was not known within two seconds' })
export class Pending {
  @Field(() => ID)
  readonly commandId!: string;
}

@ObjectType({ description: 'The input breaks a rule; the limit and the value are named' })
export class InvalidInput {
  @Field(() => String)
  readonly field!: string;

  // Nullable although always there: a query may then ask the members of one union for the same fields.
  @Field(() => String, { nullable: true })
  readonly limit!: string;

  @Field(() => String, { nullable: true })
  readonly value!: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType()
export class NotFound {
  @Field(() => String)
  readonly what!: string;

  @Field(() => String)
  readonly id!: string;

  @Field(() => String)
  readonly message!: string;
}

@ObjectType()
export class Refused {
  @Field(() => String)
  readonly code!: string;

  @Field(() => String, { nullable: true })
  readonly limit?: string | null;

  @Field(() => String, { nullable: true })
  readonly value?: string | null;

  @Field(() => String)
  readonly message!: string;
}

/** What a mutation can answer besides success; expected, so a value and never a throw. */
export type Failure =
  Tagged<Pending, 'Pending'> | Tagged<InvalidInput, 'InvalidInput'> | Tagged<NotFound, 'NotFound'> | Tagged<Refused, 'Refused'>;

export function pending(commandId: string): Failure {
  return { __typename: 'Pending', commandId };
}

export function invalidInput(field: string, limit: string, value: string, message?: string): Failure {
  return { __typename: 'InvalidInput', field, limit, value, message: message ?? `${field} is ${value}; it must be ${limit}.` };
}

export function notFound(what: string, id: string): Failure {
  return { __typename: 'NotFound', what, id, message: `There is no ${what} ${id}.` };
}

export function refused(code: string, message: string, breach: { readonly limit?: string; readonly value?: string } = {}): Failure {
  return { __typename: 'Refused', code, message, limit: breach.limit ?? null, value: breach.value ?? null };
}
