import type { Effect, Input, TradingCore } from '@libs/engine';
import type { DeploymentSnapshot, Snapshot, StrategySandbox } from '@libs/plugin-host';
import type { Delivery, StrategyAnswer } from '@libs/sdk';

type Sandbox = Pick<StrategySandbox, 'load' | 'unload' | 'deliver' | 'snapshot'>;

/**
 * The strategies of one account in their sandbox. While a session is re-stepped, a delivery is held back until its recorded
 * answer comes by; so strategies stand exactly where the core believes them to be, and what was never answered is
 * delivered when the account goes live.
 */
export class StrategySeats {
  private readonly held = new Map<string, Delivery>();
  private readonly recorded = new Map<string, string>();
  private readonly strays = new Map<string, string>();
  private live = false;

  constructor(private readonly sandbox: Sandbox) {}

  /** Seats what a restored core runs, each from its saved state. */
  restore(core: Pick<TradingCore, 'deployments' | 'outstanding'>, saved: Snapshot): void {
    for (const { terms, status } of core.deployments()) {
      if (status === 'stopped' || status === 'faulted') continue;
      const memory: DeploymentSnapshot | undefined = saved[terms.deploymentId];
      const { deploymentId, strategy, params } = terms;
      this.sandbox.load({ deploymentId, strategy, params, ...(memory === undefined ? {} : { saved: memory.state }) });
    }
    for (const delivery of core.outstanding()) this.held.set(delivery.deploymentId, delivery);
  }

  /** Call before an input is stepped again. */
  recall({ body }: Input): void {
    if (body.type !== 'answer') return;
    const { deploymentId, upTo, stateHash } = body.answer;
    const delivery = this.held.get(deploymentId);
    if (delivery?.inputSeq !== upTo) return;
    this.held.delete(deploymentId);
    this.recorded.set(keyOf(body.answer), stateHash);
    this.sandbox.deliver(delivery);
  }

  /** True for an answer that the core has not seen; one that was recorded before is only compared. */
  isNews(answer: StrategyAnswer): boolean {
    const stateHash = this.recorded.get(keyOf(answer));
    if (stateHash === undefined) return true;
    this.recorded.delete(keyOf(answer));
    if (stateHash !== answer.stateHash) {
      this.strays.set(
        answer.deploymentId,
        `delivery ${answer.upTo} led to another state than was recorded; the strategy's code changed or keeps something outside its state`,
      );
    }
    return false;
  }

  /** Deployments that came out of the recording differently, with what to say of them. */
  get strayed(): ReadonlyMap<string, string> {
    return this.strays;
  }

  /** Carries out what concerns strategies; true when it did. */
  carryOut(effect: Effect): boolean {
    switch (effect.type) {
      case 'load-strategy': {
        const { deploymentId, strategy, params } = effect.terms;
        this.sandbox.load({ deploymentId, strategy, params });
        return true;
      }
      case 'unload-strategy':
        this.held.delete(effect.deploymentId);
        this.sandbox.unload(effect.deploymentId);
        return true;
      case 'deliver':
        if (this.live) this.sandbox.deliver(effect.delivery);
        else this.held.set(effect.delivery.deploymentId, effect.delivery);
        return true;
      default:
        return false;
    }
  }

  /** From now on deliveries go out at once; those that nobody answered go first. */
  goLive(): void {
    this.live = true;
    for (const delivery of this.held.values()) this.sandbox.deliver(delivery);
    this.held.clear();
  }

  /** Where every strategy stands behind all deliveries so far. */
  snapshot(): Promise<Snapshot> {
    return this.sandbox.snapshot();
  }
}

function keyOf({ deploymentId, upTo }: StrategyAnswer): string {
  return `${deploymentId} ${upTo}`;
}
