import type { Category } from '@libs/kernel';
import type { SubmitResult, Venue } from '@libs/simulation';
import { ok, type Reply } from '../envelope';
import { BadRequest } from '../parameters';
import { RET } from '../ret-codes';
import { readAmend, readCancel, readCreate, replyTo, type Command, type ReadOperation } from './order-actions';

/** Orders that one request may carry. */
const MOST: Readonly<Record<Category, number>> = { linear: 20, spot: 10 };

export function createBatch(command: Command): Promise<Reply> {
  return runBatch(command, readCreate, (at) => ({ createAt: String(at) }));
}

export function amendBatch(command: Command): Promise<Reply> {
  return runBatch(command, readAmend);
}

export function cancelBatch(command: Command): Promise<Reply> {
  return runBatch(command, readCancel);
}

interface Item {
  readonly answer: object;
  readonly outcome: { readonly code: number; readonly msg: string };
}

/** Carries out the items one after the other and answers each on its own; the batch as a whole succeeds. */
async function runBatch(command: Command, read: ReadOperation, more: (at: number) => object = () => ({})): Promise<Reply> {
  const { exchange, key, parameters, allowance = Infinity } = command;
  const category = parameters.category();
  const list = parameters.list('request', MOST[category]);
  const items = await exchange.perform((venue, at) =>
    list.map((item, index): Item => {
      const one = { exchange, key, parameters: item };
      const reply = index < allowance ? attempt(one, category, { read, venue, at }) : RET.rate();
      return itemOf(one, category, { reply, more: reply.retCode === 0 ? more(at) : blank(more(at)) });
    }),
  );
  return { ...ok({ list: items.map(({ answer }) => answer) }), retExtInfo: { list: items.map(({ outcome }) => outcome) } };
}

interface Attempt {
  readonly read: ReadOperation;
  readonly venue: Venue;
  readonly at: number;
}

function attempt(command: Command, category: Category, { read, venue, at }: Attempt): Reply {
  try {
    const result: SubmitResult = read(command, category)(venue, at);
    return replyTo(result, category);
  } catch (error) {
    if (error instanceof BadRequest) return error.reply;
    throw error;
  }
}

function itemOf({ parameters }: Command, category: Category, { reply, more }: { reply: Reply; more: object }): Item {
  const ids = reply.result as { readonly orderId?: string; readonly orderLinkId?: string };
  const given = (name: string): string => textOr(() => parameters.text(name));
  return {
    answer: {
      category,
      symbol: given('symbol'),
      orderId: ids.orderId ?? given('orderId'),
      orderLinkId: ids.orderLinkId ?? given('orderLinkId'),
      ...more,
    },
    outcome: { code: reply.retCode, msg: reply.retMsg },
  };
}

/** A refused item was never made. */
function blank(fields: object): object {
  return Object.fromEntries(Object.keys(fields).map((name) => [name, '']));
}

/** A field of another type was refused above; here it only stands in the answer. */
function textOr(read: () => string | undefined): string {
  try {
    return read() ?? '';
  } catch (error) {
    if (error instanceof BadRequest) return '';
    throw error;
  }
}
