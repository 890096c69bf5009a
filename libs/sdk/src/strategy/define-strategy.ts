import { brokenDefinition } from './check-definition';
import type { Watch } from './description';
import type { HookContext } from './hook-context';
import type { ParamSchema, ParamsOf } from './param';
import type { StrategyEvent } from './protocol';

type EventOf<Type extends StrategyEvent['type']> = Omit<Extract<StrategyEvent, { readonly type: Type }>, 'type'>;

/** A closed bar of one watch. */
export type BarEvent = EventOf<'bar'>;
/** A change in how far data of a watched market can be believed. */
export type DataTrustEvent = EventOf<'trust'>;
/** A change of one of this deployment's own orders. */
export type OrderEvent = EventOf<'order'>;
/** An execution of one of this deployment's own orders. */
export type FillEvent = EventOf<'fill'>;

/** Everything that makes a strategy. Hooks run to their end at once: there is nothing to await, no clock and no chance. */
export interface StrategyDefinition<Schema extends ParamSchema, State extends object> {
  /** The folder's name under `plugins/strategies`. */
  readonly name: string;
  /** `major.minor.patch`; the platform adds a hash of the built files. */
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly params: Schema;
  /** Refuses values that are each in range but do not go together: a sentence, or null when all is well. */
  check?(params: ParamsOf<Schema>): string | null;
  watches(params: ParamsOf<Schema>): readonly Watch[];
  /** How many closed bars of each watch come before the start, 0 to 10,000. */
  warmUp(params: ParamsOf<Schema>): number;
  /** The state of a new deployment: plain JSON-able data. Hooks change it in place through `ctx.state`. */
  state(params: ParamsOf<Schema>): State;
  /** Once in a deployment's life, before any data. */
  onInit?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** After warm-up; orders are possible from here on. Comes again after a gap in the data was filled. */
  onStart?(ctx: HookContext<ParamsOf<Schema>, State>): void;
  /** Each closed bar, of history too: then `ctx.warmingUp` is true and orders are dropped. */
  onBar(ctx: HookContext<ParamsOf<Schema>, State>, event: BarEvent): void;
  /**
   * The data of a watched market became more, or less, trustworthy: `level` is TRUSTED, DEGRADED or UNTRUSTED, `reasons` says
   * why (STALE, GAP, CROSSED, SKEWED, HALTED, FORMING), most serious first. The platform denies entries while UNTRUSTED by
   * itself; a strategy that wants more, such as leaving the market, does it here.
   *
   * @example
   * onDataTrust: (ctx, { symbol, level }) => {
   *   if (level === 'UNTRUSTED') ctx.closePosition(symbol, 'blind');
   * },
   */
  onDataTrust?(ctx: HookContext<ParamsOf<Schema>, State>, event: DataTrustEvent): void;
  onOrder?(ctx: HookContext<ParamsOf<Schema>, State>, event: OrderEvent): void;
  onFill?(ctx: HookContext<ParamsOf<Schema>, State>, event: FillEvent): void;
  /** Last hook; orders that it gives are dropped. */
  onStop?(ctx: HookContext<ParamsOf<Schema>, State>): void;
}

/** A checked definition whose own types are forgotten; what a plugin exports as `strategy`. */
export interface Strategy extends StrategyDefinition<ParamSchema, object> {
  readonly kind: 'strategy';
}

/**
 * Checks a definition and freezes it; throws with a sentence that names what is wrong. The types of `ctx.params` and
 * `ctx.state` follow from `params` and `state`, so write `state` above the hooks.
 *
 * @example
 * export const strategy = defineStrategy({
 *   name: 'buy-green',
 *   version: '1.0.0',
 *   title: 'Buy green',
 *   description: 'Buys a little after every rising bar.',
 *   params: { symbol: param.symbol({ description: 'What to trade' }) },
 *   watches: ({ symbol }) => [{ symbol, interval: '1m' }],
 *   warmUp: () => 0,
 *   state: () => ({ bought: 0 }),
 *   onBar: (ctx, { bar }) => {
 *     if (bar.close <= bar.open) return;
 *     ctx.buy(ctx.params.symbol, ctx.quantityFor(ctx.params.symbol, ctx.equityShare(0.01)));
 *     ctx.state.bought += 1;
 *   },
 * });
 */
export function defineStrategy<const Schema extends ParamSchema, State extends object>(
  definition: StrategyDefinition<Schema, State>,
): Strategy {
  const broken = brokenDefinition(definition);
  if (broken !== null) throw new Error(`strategy ${definition.name}: ${broken}`);
  return Object.freeze({ ...definition, kind: 'strategy', params: Object.freeze({ ...definition.params }) });
}
