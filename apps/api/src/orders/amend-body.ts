import { z } from 'zod';
import { bodySchema, decimal, parsed } from '../results/rest-body';
import type { AmendOrderInput } from './orders.types';

const body = z.strictObject({ quantity: decimal.nullish(), price: decimal.nullish() });

/** For the REST documentation. */
export const AMEND_BODY = bodySchema(body);

/** Throws a problem that names the first field that is not as it must be. */
export function amendBody(value: unknown): Pick<AmendOrderInput, 'quantity' | 'price'> {
  return parsed(body, value) as Pick<AmendOrderInput, 'quantity' | 'price'>;
}
