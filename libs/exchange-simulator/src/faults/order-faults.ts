import { z } from 'zod';
import type { ApiAnswer, Fault, FaultTools, Silence } from './fault';
import { aimsAtCall, defineFault, delayOf, failed, NO_PARAMETERS, ofAccount, type FaultKind, type Target } from './fault-kind';
import type { Item } from './message';

const CREATE = ['/v5/order/create', '/v5/order/create-batch'];
const CANCEL = ['/v5/order/cancel', '/v5/order/cancel-batch', '/v5/order/cancel-all'];
const silence = z.strictObject({ how: z.enum(['HANG', 'CUT']).default('HANG') });
const placedOrNot = z.strictObject({ placed: z.boolean().default(true) });

export const ORDER_FAULTS: readonly FaultKind[] = [
  defineFault({
    name: 'create-unanswered-placed',
    group: 'orders',
    title: 'An order is placed and its answer never comes.',
    when: { count: 1 },
    parameters: silence,
    make: (tools, target, { how }) => onCall(tools, target, CREATE, async (next) => (await next(), how)),
  }),
  defineFault({
    name: 'create-unanswered-lost',
    group: 'orders',
    title: 'An order never reaches the venue and no answer comes.',
    when: { count: 1 },
    parameters: silence,
    make: (tools, target, { how }) => onCall(tools, target, CREATE, () => Promise.resolve(how)),
  }),
  defineFault({
    name: 'create-twice',
    group: 'orders',
    title: 'A request reaches the venue twice; the client hears the second answer.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: (tools, target) => onCall(tools, target, ['/v5/order/create'], async (next) => (await next(), next())),
  }),
  defineFault({
    name: 'push-before-ack',
    group: 'orders',
    title: 'The private stream tells of an order before its answer arrives.',
    when: {},
    parameters: delayOf(500),
    make: (tools, target, { delayMs }) => onCall(tools, target, CREATE, async (next) => delayed(tools, delayMs, await next())),
  }),
  defineFault({
    name: 'ack-then-reject',
    group: 'orders',
    title: 'An order is acknowledged and rejected right after.',
    when: { count: 1 },
    parameters: NO_PARAMETERS,
    make: (tools, target) => ({
      call: async (call, next) => {
        if (call.accountId !== undefined && aimsAtCall(target, call, CREATE) && tools.strikes()) tools.acts.rejectAfterAck(call.accountId);
        return next();
      },
    }),
  }),
  defineFault({
    name: 'order-not-yet-visible',
    group: 'orders',
    title: 'An acknowledged order cannot be found by queries for a while.',
    when: {},
    parameters: delayOf(1_000),
    make: ({ strikes, acts }, target, { delayMs }) => {
      const hidden = new Map<string, number>();
      return {
        call: async (call, next) => {
          const answer = await next();
          if (aimsAtCall(target, call, ['/v5/order/create']) && strikes()) hidden.set(orderIdOf(answer), acts.wallNow() + delayMs);
          if (call.path !== '/v5/order/realtime' && call.path !== '/v5/order/history') return answer;
          return withList(answer, (list) => list.filter((order) => (hidden.get(String(order['orderId'])) ?? 0) <= acts.wallNow()));
        },
      };
    },
  }),
  ...(
    [
      '10016 Server error.',
      '10000 Server Timeout',
      '170007 Timeout waiting for response from backend server.',
      '170146 Order creation timeout',
    ] as const
  ).map((text) => {
    const [code = '', ...words] = text.split(' ');
    return defineFault({
      name: `create-error-${code}`,
      group: 'orders',
      title: `An order is answered with ${code} (${words.join(' ')}), and may be placed all the same.`,
      when: { count: 1 },
      parameters: placedOrNot,
      make: (tools, target, { placed }) =>
        onCall(tools, target, CREATE, async (next) => {
          if (placed) await next();
          return failed(tools.acts.wallNow(), Number(code), words.join(' '));
        }),
    });
  }),
  defineFault({
    name: 'cancel-error-170147',
    group: 'orders',
    title: 'A cancellation is answered with a timeout of the venue, and may be done all the same.',
    when: { count: 1 },
    parameters: placedOrNot,
    make: (tools, target, { placed }) =>
      onCall(tools, target, CANCEL, async (next) => {
        if (placed) await next();
        return failed(tools.acts.wallNow(), 170147, 'Order cancellation timeout');
      }),
  }),
  defineFault({
    name: 'batch-item-fails',
    group: 'orders',
    title: 'One item of a batch fails while the others go through.',
    when: { count: 1 },
    parameters: z.strictObject({ item: z.number().int().min(0).max(19).default(1) }),
    make: ({ strikes }, target, { item }) => ({
      call: (call, next) => {
        const wanted = call.asked['request'];
        if (!aimsAtCall(target, call, ['/v5/order/create-batch']) || !Array.isArray(wanted) || !strikes()) return next();
        const broken = wanted[item] as Record<string, unknown> | undefined;
        // A quantity below every minimum: the venue itself says why it refuses.
        if (broken) broken['qty'] = '0.000000000001';
        return next();
      },
    }),
  }),
  defineFault({
    name: 'filters-change',
    group: 'orders',
    title: 'The venue changes the filters of an instrument while it trades.',
    when: { count: 1 },
    parameters: z.strictObject({
      symbol: z.string(),
      category: z.enum(['linear', 'spot']).default('linear'),
      filters: z.partialRecord(
        z.enum(['tickSize', 'lotSize', 'minQuantity', 'maxQuantity', 'maxMarketQuantity', 'minNotional']),
        z.string(),
      ),
    }),
    make: ({ acts }, _target, { symbol, category, filters }) => ({ begin: () => acts.changeInstrument(symbol, category, filters) }),
  }),
  defineFault({
    name: 'amend-late',
    group: 'order life',
    title: 'An amendment reaches the order only after a delay, so that a fill may come first.',
    when: {},
    parameters: delayOf(500),
    make: (tools, target, { delayMs }) =>
      onCall(tools, target, ['/v5/order/amend', '/v5/order/amend-batch'], async (next) => {
        await delayed(tools, delayMs, undefined);
        return next();
      }),
  }),
  defineFault({
    name: 'cancel-unanswered',
    group: 'order life',
    title: 'A cancellation is carried out and its answer never comes.',
    when: { count: 1 },
    parameters: silence,
    make: (tools, target, { how }) => onCall(tools, target, CANCEL, async (next) => (await next(), how)),
  }),
  defineFault({
    name: 'stale-read',
    group: 'order life',
    title: 'Queries still show an order as open for a while after it ended.',
    when: {},
    parameters: z.strictObject({ forMs: z.number().int().min(1).default(2_000) }),
    make: (tools, target, { forMs }) => staleRead(tools, target, forMs),
  }),
  defineFault({
    name: 'history-cut',
    group: 'account',
    title: 'Histories reach back only a short while.',
    when: {},
    parameters: z.strictObject({ windowMs: z.number().int().min(1).default(60_000) }),
    make: ({ strikes, acts }, target, { windowMs }) => ({
      call: async (call, next) => {
        const answer = await next();
        if (!aimsAtCall(target, call, ['/v5/order/history', '/v5/execution/list', '/v5/position/closed-pnl']) || !strikes()) return answer;
        const newest = (item: Item): number => Number(item['execTime'] ?? item['updatedTime'] ?? 0);
        return withList(answer, (list) => {
          const last = Math.max(...list.map(newest), 0);
          return list.filter((item) => newest(item) > Math.min(last, acts.wallNow()) - windowMs);
        });
      },
    }),
  }),
];

type Next = () => Promise<ApiAnswer | Silence>;

function onCall(tools: FaultTools, target: Target, paths: readonly string[], act: (next: Next) => Promise<ApiAnswer | Silence>): Fault {
  return { call: (call, next) => (aimsAtCall(target, call, paths) && tools.strikes() ? act(next) : next()) };
}

function delayed<T>({ later }: FaultTools, milliseconds: number, value: T): Promise<T> {
  return new Promise((resolve) => later(milliseconds, () => resolve(value)));
}

function resultOf(answer: ApiAnswer | Silence): Item {
  if (typeof answer === 'string' || typeof answer.body === 'string') return {};
  return ((answer.body as Item)['result'] ?? {}) as Item;
}

function orderIdOf(answer: ApiAnswer | Silence): string {
  return String(resultOf(answer)['orderId'] ?? '');
}

function withList(answer: ApiAnswer | Silence, change: (list: readonly Item[]) => readonly Item[]): ApiAnswer | Silence {
  const { list } = resultOf(answer);
  if (typeof answer === 'string' || typeof answer.body === 'string' || !Array.isArray(list)) return answer;
  return { ...answer, body: { ...answer.body, result: { ...resultOf(answer), list: change(list as Item[]) } } };
}

const OPEN = ['New', 'PartiallyFilled', 'Untriggered'];

/** Remembers each order as it was last seen open and shows that again for a while after its end. */
function staleRead({ strikes, acts }: FaultTools, target: Target, forMs: number): Fault {
  const lastOpen = new Map<string, Item>();
  const endsAt = new Map<string, number>();
  const masked = (order: Item): Item => {
    const id = String(order['orderId']);
    if (OPEN.includes(String(order['orderStatus']))) {
      lastOpen.set(id, order);
      return order;
    }
    const before = lastOpen.get(id);
    if (!before) return order;
    if (!endsAt.has(id)) endsAt.set(id, strikes() ? acts.wallNow() + forMs : 0);
    return acts.wallNow() < endsAt.get(id)! ? before : order;
  };
  return {
    call: async (call, next) => {
      const answer = await next();
      if (call.path !== '/v5/order/realtime' || !ofAccount(target, call.accountId)) return answer;
      return withList(answer, (list) => list.map(masked));
    },
  };
}
