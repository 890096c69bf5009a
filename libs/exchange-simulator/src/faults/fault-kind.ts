import { z } from 'zod';
import { envelope, failure } from '../v5/envelope';
import type { OutFrame } from '../ws/frame';
import type { ApiAnswer, ApiCall, Fault, FaultTools } from './fault';
import type { StrikeRule } from './strikes';

/** Whom a fault may strike; what is left out is anybody. */
export interface Target {
  readonly account?: string | undefined;
  readonly symbol?: string | undefined;
  /** A topic, where `*` stands for anything: `orderbook.*`. */
  readonly topic?: string | undefined;
  readonly path?: string | undefined;
}

export type FaultGroup = 'feed' | 'orders' | 'order life' | 'account' | 'session';

export interface FaultKind<P = unknown> {
  readonly name: string;
  readonly group: FaultGroup;
  /** What goes wrong, as one sentence for people. */
  readonly title: string;
  /** When it strikes unless the scenario says otherwise. */
  readonly when: Partial<StrikeRule>;
  readonly parameters: z.ZodType<P>;
  make(tools: FaultTools, target: Target, parameters: P): Fault;
}

export const NO_PARAMETERS = z.strictObject({});

/** A delay in wall milliseconds, with what it is unless the scenario says. */
export function delayOf(milliseconds: number): z.ZodObject<{ delayMs: z.ZodDefault<z.ZodNumber> }> {
  return z.strictObject({ delayMs: z.number().int().min(1).default(milliseconds) });
}

/** Ties the parameters' schema to what uses them; the table of all faults then forgets the type. */
export function defineFault<P>(kind: FaultKind<P>): FaultKind {
  return { ...kind, make: (tools, target, parameters) => kind.make(tools, target, parameters as P) };
}

/** An answer of the exchange that names an error. */
export function failed(wall: number, retCode: number, retMsg: string): ApiAnswer {
  return { status: 200, body: envelope(failure(retCode, retMsg), wall) };
}

/** Whether a data frame is one the target means; `family` is what the fault is about, e.g. `orderbook.`. */
export function aims(target: Target, frame: OutFrame, family: string): boolean {
  if (frame.kind !== 'data' || !frame.topic.startsWith(family)) return false;
  return ofAccount(target, frame.accountId) && namesTopic(target, frame.topic);
}

export function aimsAtCall(target: Target, call: ApiCall, paths: readonly string[]): boolean {
  if (target.path !== undefined ? target.path !== call.path : !paths.includes(call.path)) return false;
  return ofAccount(target, call.accountId) && (target.symbol === undefined || call.asked['symbol'] === target.symbol);
}

export function ofAccount(target: Target, accountId: string | undefined): boolean {
  return target.account === undefined || target.account === accountId;
}

/** Whether the target names this topic, by itself or by its symbol. */
export function namesTopic(target: Target, topic: string): boolean {
  return ofSymbol(target, topic) && ofTopic(target, topic);
}

/** Private topics name no symbol: their messages are looked into by the fault itself. */
function ofSymbol(target: Target, topic: string): boolean {
  return target.symbol === undefined || !topic.includes('.') || topic.split('.').includes(target.symbol);
}

function ofTopic(target: Target, topic: string): boolean {
  if (target.topic === undefined) return true;
  const [first = '', ...rest] = target.topic.split('*');
  if (rest.length === 0) return topic === first;
  if (!topic.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = topic.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return rest.at(-1) === '' || from === topic.length;
}
