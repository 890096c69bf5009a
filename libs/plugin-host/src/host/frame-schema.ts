import { INTERVALS, MAX_BOOK_DEPTH } from '@libs/sdk';
import type { Interval, SandboxFrame } from '@libs/sdk';
import { z } from 'zod';

/**
 * The frames that a sandbox may send. It runs foreign code, so nothing it writes is trusted before it is validated; unknown fields are
 * removed.
 */
export const text = (longest = Infinity) => z.string().max(longest).overwrite(storable);
const id = text(64);
const sequence = z.number().int().min(-1);
const amount = z
  .string()
  .max(64)
  .regex(/^\d+(\.\d+)?$/, 'must be decimal text above 0');
const symbol = text(64);
const side = z.enum(['BUY', 'SELL']);
const timerName = z.string().min(1).max(64).overwrite(storable);

const order = {
  symbol,
  side,
  type: z.enum(['MARKET', 'LIMIT']),
  quantity: amount,
  price: amount.exactOptional(),
  timeInForce: z.enum(['GTC', 'IOC', 'FOK']),
  postOnly: z.boolean(),
  reduceOnly: z.boolean(),
  tag: text(64).exactOptional(),
};

const command = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('submit'), ...order, stop: amount.exactOptional() }),
  z.object({ kind: z.literal('bracket'), entry: z.object(order), stopLoss: amount, takeProfit: amount.exactOptional() }),
  z.object({ kind: z.literal('cancel'), clientOrderId: id }),
  z.object({ kind: z.literal('amend'), clientOrderId: id, quantity: amount.exactOptional(), price: amount.exactOptional() }),
  z.object({ kind: z.literal('set-timer'), name: timerName, at: z.number().int() }),
  z.object({ kind: z.literal('cancel-timer'), name: timerName }),
]);

export const logSchema = z.object({ level: z.enum(['debug', 'info', 'warn']), message: text(1_000) });

const answer = z.object({
  deploymentId: id,
  upTo: sequence,
  commands: z.array(command).max(50),
  decision: z.object({ action: text(64), why: text(1_000), values: z.record(text(64), z.number()) }).exactOptional(),
  logs: z.array(logSchema).max(102),
  stateHash: z.string().regex(/^[0-9a-f]{16}$/),
});

const bound = z.union([z.number(), z.string().max(64)]).exactOptional();

export const descriptionSchema = z.object({
  name: z.string().max(64),
  version: z.string().max(32),
  title: z.string().max(200),
  description: z.string().max(2_000),
  parameters: z
    .array(
      z.object({
        name: z.string().max(64),
        type: z.enum(['number', 'integer', 'decimal', 'boolean', 'symbol', 'interval', 'choice']),
        description: z.string().max(1_000),
        default: z.union([z.number(), z.string().max(200), z.boolean()]).exactOptional(),
        minimum: bound,
        maximum: bound,
        options: z.array(z.string().max(200)).max(200).exactOptional(),
      }),
    )
    .max(100),
});

const intervals = Object.keys(INTERVALS) as Interval[];

const stream = z.union([
  z.object({ symbol, ticks: z.literal(true) }),
  z.object({ symbol, trades: z.literal(true) }),
  z.object({ symbol, book: z.number().int().min(1).max(MAX_BOOK_DEPTH) }),
]);

export const planSchema = z.object({
  params: z.record(z.string(), z.unknown()),
  watches: z.array(z.object({ symbol, interval: z.enum(intervals) })).max(50),
  streams: z.array(stream).max(50).exactOptional(),
  hears: z.array(z.enum(['position', 'funding', 'signal'])).exactOptional(),
  warmUpBars: z.number().int().min(0).max(10_000),
});

const plan = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    plan: planSchema,
  }),
  z.object({
    ok: z.literal(false),
    problems: z.array(z.object({ parameter: z.string().nullable(), message: z.string().max(2_000) })).max(200),
  }),
]);

const savedStrategy = z.object({
  format: z.literal(1),
  strategy: z.string().max(64),
  version: z.string().max(32).exactOptional(),
  phase: z.enum(['new', 'warming-up', 'running', 'stopped']),
  upTo: sequence,
  state: z.string(),
  closes: z.array(z.tuple([symbol, z.number()])),
});

export const sandboxFrameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), protocol: z.literal(1) }),
  z.object({ type: z.literal('described'), id: z.number(), description: descriptionSchema, plan: plan.exactOptional() }),
  z.object({ type: z.literal('undescribed'), id: z.number(), message: z.string() }),
  z.object({ type: z.literal('loaded'), deploymentId: id }),
  z.object({ type: z.literal('answer'), answer }),
  z.object({ type: z.literal('state'), id: z.number(), deploymentId: id, state: savedStrategy, stateHash: z.string() }),
  z.object({ type: z.literal('snapshot'), id: z.number() }),
  z.object({
    type: z.literal('fault'),
    deploymentId: id,
    inputSeq: sequence.nullable(),
    hook: text(64),
    message: text(),
    stack: text(),
  }),
]) satisfies z.ZodType<SandboxFrame>;

/** The database accepts neither NUL nor half a surrogate pair, and an answer that cannot be stored would stop the whole account. */
function storable(said: string): string {
  return said.toWellFormed().replaceAll('\0', '\uFFFD');
}
