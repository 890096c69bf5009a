import { Decimal } from '@libs/kernel';
import type { DenialCode } from '@libs/kernel';
import type { CoreEvent, TradingCore } from '@libs/engine';

export type ReadableCore = Pick<TradingCore, 'account' | 'accountValue' | 'tradingState' | 'earnedBy' | 'hasOthers' | 'judgedAlone'>;

type OrderChanged = Extract<CoreEvent, { readonly type: 'OrderChanged' }>;

const CORE = 'core';

/** Refusals that depend on what an account holds, has open and is worth as a whole. */
const OF_ACCOUNT: ReadonlySet<DenialCode> = new Set(['MAX_POSITION_SIZE', 'INSUFFICIENT_BALANCE', 'TRADING_REDUCING', 'DATA_UNTRUSTED']);

/** How others on an account affect one of its deployments: their names, their earnings, and what is refused because of them. */
export class OthersShare {
  /** Their earnings since the deployment started, as last computed; in the settle asset. */
  earned = Decimal.ZERO;
  /** When these were first non-zero, market time in epoch milliseconds; null: never. */
  since: number | null = null;
  private readonly seen = new Set<string>();
  private isShared: boolean;

  constructor(
    private readonly deploymentId: string,
    private readonly startingEquity: Decimal,
    core: ReadableCore,
  ) {
    this.isShared = core.hasOthers(deploymentId);
  }

  /** Who had orders since it started. */
  get names(): readonly string[] {
    return [...this.seen];
  }

  /** Receives every order of the account. */
  heard({ change, order, cause: { actor } }: OrderChanged): void {
    if (order.deploymentId === this.deploymentId) return;
    this.isShared = true;
    const [kind, strategy] = actor.split(':');
    // The core only places the exits of others itself.
    if (change === 'Initialized' && actor !== CORE) this.seen.add(kind === 'strategy' && strategy ? strategy : 'orders by hand');
  }

  /** Call when the strategy receives an event; `funding` is what it received itself. */
  look(core: ReadableCore, funding: Decimal, at: number): void {
    if (!this.isShared) return;
    this.earned = Decimal.parse(core.accountValue().equity).minus(this.equityAlone(core, funding));
    if (!this.earned.isZero) this.since ??= at;
  }

  /** True if an order of the deployment was refused, or cancelled, only because of others. Call once the core has judged it. */
  decides({ change, order, denial }: OrderChanged, core: ReadableCore, funding: Decimal): boolean {
    const isRefused = change === 'Denied' && denial !== undefined && OF_ACCOUNT.has(denial.code);
    if (!this.isShared || (!isRefused && change !== 'Submitted')) return false;
    const alone = core.judgedAlone(order, this.equityAlone(core, funding));
    return isRefused !== (alone !== null && OF_ACCOUNT.has(alone.code));
  }

  private equityAlone(core: ReadableCore, funding: Decimal): Decimal {
    return this.startingEquity.plus(core.earnedBy(this.deploymentId)).plus(funding);
  }
}
