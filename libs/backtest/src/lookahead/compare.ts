import { Decimal } from '@libs/kernel';
import type { StrategyCommand, WantedOrder } from '@libs/sdk';
import type { Moment, Observation } from './observation';

/** Where two runs of one strategy diverge. */
export interface Difference {
  /** Market time in the first run. */
  readonly at: number;
  readonly hook: string;
  readonly what: 'needs' | 'commands' | 'decision' | 'state' | 'events';
  /** Index of the command at that time, from 0. */
  readonly index: number;
  /** In words; `nothing` for the run that did nothing. */
  readonly first: string;
  readonly second: string;
}

export interface Comparison {
  /** Close in the first run after which nothing is compared; fills at that moment belong to the next bar's open. */
  readonly until?: number;
  /** Milliseconds by which the second run is later. */
  readonly movedBy?: number;
  /** Factor of the second run's prices. */
  readonly priceFactor?: 1 | 2;
  /** True if decisions and state must be equal too. */
  readonly memory?: boolean;
  /** True if events of one moment may come in another order. */
  readonly anyOrder?: boolean;
  /** Ignores everything before the start: the runs may have seen histories of different lengths. */
  readonly live?: boolean;
}

const NOTHING = 'nothing';

/** The first difference, null if there is none. */
export function firstDifference(a: Observation, b: Observation, how: Comparison = {}): Difference | null {
  const needs = [needsOf(a, how), needsOf(b, how)] as const;
  if (!how.live && needs[0] !== needs[1])
    return { at: a.from, hook: 'watches', what: 'needs', index: 0, first: needs[0], second: needs[1] };
  return how.anyOrder ? differenceByTime(a, b) : differenceByMoment(a, b, how);
}

function differenceByMoment(a: Observation, b: Observation, how: Comparison): Difference | null {
  const { until = Infinity, movedBy = 0 } = how;
  const mine = momentsOf(a, how, until);
  const others = momentsOf(b, how, until + movedBy);
  for (let at = 0; at < Math.max(mine.length, others.length); at += 1) {
    const [one, other] = [mine[at], others[at]];
    if (!one || !other || one.event !== other.event || one.subject !== other.subject || one.at + movedBy !== other.at) {
      const where = one ?? { at: other!.at - movedBy, hook: other!.hook };
      return { at: where.at, hook: where.hook, what: 'events', index: 0, first: eventOf(one), second: eventOf(other) };
    }
    const differs = differenceIn(one, other, how);
    if (differs) return differs;
  }
  return null;
}

function differenceIn(one: Moment, other: Moment, { movedBy = 0, priceFactor = 1, memory = false }: Comparison): Difference | null {
  const place = { at: one.at, hook: one.hook };
  const mine = one.commands.map((command) => commandText(command));
  const others = other.commands.map((command) => commandText(command, movedBy, priceFactor));
  const index = indexOfDifference(mine, others);
  if (index >= 0) return { ...place, what: 'commands', index, first: mine[index] ?? NOTHING, second: others[index] ?? NOTHING };
  if (!memory) return null;
  if (one.said !== other.said) return { ...place, what: 'decision', index: 0, first: one.said || NOTHING, second: other.said || NOTHING };
  return one.stateHash === other.stateHash ? null : { ...place, what: 'state', index: 0, first: one.stateHash, second: other.stateHash };
}

function differenceByTime(a: Observation, b: Observation): Difference | null {
  const [mine, others] = [commandsByTime(a), commandsByTime(b)];
  for (const at of [...new Set([...mine.keys(), ...others.keys()])].sort((one, other) => one - other)) {
    const [first, second] = [mine.get(at) ?? [], others.get(at) ?? []];
    const index = indexOfDifference(first, second);
    if (index >= 0) return { at, hook: 'onBar', what: 'commands', index, first: first[index] ?? NOTHING, second: second[index] ?? NOTHING };
  }
  return null;
}

function commandsByTime({ moments }: Observation): Map<number, string[]> {
  const byTime = new Map<number, string[]>();
  for (const { at, commands } of moments)
    if (commands.length > 0) byTime.set(at, [...(byTime.get(at) ?? []), ...commands.map((command) => commandText(command))].sort());
  return byTime;
}

function momentsOf({ moments }: Observation, { live = false }: Comparison, until: number): readonly Moment[] {
  return moments.filter(({ at, event }) => {
    if (at > until || (at === until && event !== 'bar')) return false;
    return !live || (event !== 'init' && event !== 'history');
  });
}

function indexOfDifference(a: readonly string[], b: readonly string[]): number {
  for (let at = 0; at < Math.max(a.length, b.length); at += 1) if (a[at] !== b[at]) return at;
  return -1;
}

/** Ids derive from delivery numbers, which say nothing about the market. */
function commandText(command: StrategyCommand, movedBy = 0, priceFactor: 1 | 2 = 1): string {
  const at = (name: string, price: string | undefined): string =>
    price === undefined ? '' : ` ${name} ${priceFactor === 2 ? halved(price) : price}`;
  const order = ({ side, quantity, symbol, type, price, stop, timeInForce, postOnly, reduceOnly, tag }: WantedOrder): string =>
    [
      ...[side, ' ', quantity, ' ', symbol, ' ', type, at('at', price), at('stop', stop)],
      ...[timeInForce === USUAL[type] ? '' : ` ${timeInForce}`, postOnly ? ' post-only' : '', reduceOnly ? ' reduce-only' : ''],
      tag === undefined ? '' : ` "${tag}"`,
    ].join('');
  switch (command.kind) {
    case 'set-timer':
      return `timer ${command.name} at ${new Date(command.at - movedBy).toISOString()}`;
    case 'cancel-timer':
      return `no timer ${command.name}`;
    case 'submit':
      return order(command);
    case 'bracket':
      return `bracket ${order(command.entry)}${at('stop-loss', command.stopLoss)}${at('take-profit', command.takeProfit)}`;
    case 'amend':
      return `amendment${command.quantity === undefined ? '' : ` to ${command.quantity}`}${at('at', command.price)}`;
    case 'cancel':
      return 'cancel';
  }
}

const USUAL: Readonly<Record<WantedOrder['type'], WantedOrder['timeInForce']>> = { MARKET: 'IOC', LIMIT: 'GTC' };

function halved(price: string): string {
  return Decimal.parse(price).times(Decimal.parse('0.5')).toString();
}

function needsOf({ plan }: Observation, { anyOrder = false }: Comparison): string {
  const watches = plan.watches.map(({ symbol, interval }) => `${symbol} ${interval}`);
  return `${(anyOrder ? watches.sort() : watches).join(', ')} and ${plan.warmUpBars} bars of warm-up`;
}

function eventOf(moment: Moment | undefined): string {
  return moment ? `${moment.event} ${moment.subject}`.trim() : NOTHING;
}
