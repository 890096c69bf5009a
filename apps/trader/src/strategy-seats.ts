import type { Effect, Input, TradingCore } from '@libs/engine';
import type { DeploymentSnapshot, Snapshot, StrategySandbox } from '@libs/plugin-host';
import type { Delivery, StrategyAnswer } from '@libs/sdk';

type Sandbox = Pick<StrategySandbox, 'load' | 'unload' | 'deliver' | 'snapshot'>;

/**
 * The strategies of one account in their sandbox. While a session is re-stepped, a delivery is held back until its recorded
 * answer comes by; so strategies stand exactly where the core believes them to be, and what was never answered is
 * delivered when the account goes live. A live account holds deliveries back too, for as long as a snapshot needs to find
 * its strategies behind nothing that the core has not heard of.
 */
export class StrategySeats {
  private readonly held = new Map<string, Delivery>();
  private readonly recorded = new Map<string, string>();
  private readonly strays = new Map<string, string>();
  private live = false;
  private isHoldingBack = false;

  constructor(private readonly sandbox: Sandbox) {}

  /** Seats what a restored core runs, each from its saved state. */
  restore(core: Pick<TradingCore, 'deployments' | 'outstanding'>, saved: Snapshot): void {
    for (const { terms, status } of core.deployments()) {
      if (status === 'stopped' || status === 'faulted') continue;
      const memory: DeploymentSnapshot | undefined = saved[terms.deploymentId];
      const { deploymentId, strategy, strategyVersion, params } = terms;
      this.sandbox.load({ deploymentId, strategy, strategyVersion, params, ...(memory === undefined ? {} : { saved: memory.state }) });
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
        `delivery ${answer.upTo} led to a different state than recorded; Plimsoll's code has changed, or the strategy keeps data outside its state`,
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
        const { deploymentId, strategy, strategyVersion, params } = effect.terms;
        this.sandbox.load({ deploymentId, strategy, strategyVersion, params });
        return true;
      }
      case 'unload-strategy':
        this.held.delete(effect.deploymentId);
        this.sandbox.unload(effect.deploymentId);
        return true;
      case 'deliver':
        // It hears what it was owed before its end.
        if (effect.delivery.event.type === 'stop' && this.live) this.letGo(effect.delivery.deploymentId);
        if (this.live && (!this.isHoldingBack || effect.delivery.event.type === 'stop')) this.sandbox.deliver(effect.delivery);
        else this.held.set(effect.delivery.deploymentId, effect.delivery);
        return true;
      default:
        return false;
    }
  }

  /** From now on deliveries go out at once; those that nobody answered go first. */
  goLive(): void {
    this.live = true;
    this.goOn();
  }

  /** From now on nothing more is delivered, until `goOn`. */
  holdBack(): void {
    this.isHoldingBack = true;
  }

  /** Delivers what was held back, and everything after it at once. */
  goOn(): void {
    this.isHoldingBack = false;
    for (const deploymentId of [...this.held.keys()]) this.letGo(deploymentId);
  }

  /** Whether a delivery that the core has given out has not reached its strategy. */
  isHeld({ deploymentId, inputSeq }: Delivery): boolean {
    return this.held.get(deploymentId)?.inputSeq === inputSeq;
  }

  /** Where every strategy stands behind all deliveries so far. */
  snapshot(): Promise<Snapshot> {
    return this.sandbox.snapshot();
  }

  private letGo(deploymentId: string): void {
    const delivery = this.held.get(deploymentId);
    if (delivery === undefined) return;
    this.held.delete(deploymentId);
    this.sandbox.deliver(delivery);
  }
}

function keyOf({ deploymentId, upTo }: StrategyAnswer): string {
  return `${deploymentId} ${upTo}`;
}
