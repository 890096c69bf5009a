import { isDeepStrictEqual } from 'node:util';
import type { DeploymentTerms, Effect, Input, TradingCore } from '@libs/engine';
import type { DeploymentLoad, SandboxFault, Snapshot, StrategySandbox } from '@libs/plugin-host';
import type { Delivery, StrategyAnswer } from '@libs/sdk';

type Sandbox = Pick<StrategySandbox, 'load' | 'unload' | 'deliver'>;

/** Maximum deliveries in flight in the sandbox. */
const WINDOW = 64;

/** Runs every strategy again over its recorded deliveries, and compares the answers. */
export class StrategyCheck {
  private readonly held = new Map<string, Delivery>();
  private readonly recorded = new Map<string, StrategyAnswer>();
  private readonly idle: (() => void)[] = [];
  private readonly gone = new Set<string>();
  compared = 0;
  /** The first thing that came out differently. */
  difference: { readonly inputSeq: number; readonly what: string } | undefined;

  constructor(private readonly sandbox: Sandbox) {}

  /** Loads the strategies with the state that they had when the session began. */
  begin(core: Pick<TradingCore, 'deployments' | 'outstanding'>, states: Snapshot): void {
    for (const { terms, status } of core.deployments()) {
      if (status === 'stopped' || status === 'faulted') continue;
      const saved = states[terms.deploymentId]?.state;
      this.load(terms, saved === undefined ? {} : { saved });
    }
    for (const delivery of core.outstanding()) this.held.set(delivery.deploymentId, delivery);
  }

  /** Call before an input is stepped: a recorded answer sends its delivery into the sandbox. */
  async hear({ body }: Input): Promise<void> {
    if (body.type !== 'answer') return;
    const { answer } = body;
    const delivery = this.held.get(answer.deploymentId);
    if (delivery?.inputSeq !== answer.upTo) return;
    this.held.delete(answer.deploymentId);
    if (this.gone.has(answer.deploymentId)) return;
    this.recorded.set(keyOf(answer), answer);
    this.sandbox.deliver(delivery);
    await this.until(WINDOW);
  }

  /** Call with the effects of each step. */
  async carryOut(effect: Effect): Promise<void> {
    if (effect.type === 'load-strategy') {
      this.load(effect.terms, {});
    } else if (effect.type === 'unload-strategy') {
      this.held.delete(effect.deploymentId);
      await this.until(0);
      this.sandbox.unload(effect.deploymentId);
    } else if (effect.type === 'deliver') {
      this.held.set(effect.delivery.deploymentId, effect.delivery);
    }
  }

  answered(answer: StrategyAnswer): void {
    const recorded = this.recorded.get(keyOf(answer));
    if (recorded === undefined) return;
    this.recorded.delete(keyOf(answer));
    this.compared += 1;
    const [before, now] = differing(plain(recorded), plain(answer));
    if (Object.keys({ ...before, ...now }).length > 0)
      this.differs(answer.upTo, `the strategy answered ${text(before)} and now answers ${text(now)}`);
    this.wake();
  }

  faulted({ deploymentId, inputSeq, hook, message }: SandboxFault): void {
    this.gone.add(deploymentId);
    for (const [key, answer] of this.recorded) if (answer.deploymentId === deploymentId) this.recorded.delete(key);
    this.differs(inputSeq ?? 0, `the strategy answered, and now fails in ${hook}: ${message}`);
    this.wake();
  }

  /** Waits until at most `open` deliveries are unanswered. */
  async until(open: number): Promise<void> {
    while (this.recorded.size > open) await new Promise<void>((resolve) => this.idle.push(resolve));
  }

  private load({ deploymentId, strategy, strategyVersion, params }: DeploymentTerms, saved: Pick<DeploymentLoad, 'saved'>): void {
    this.gone.delete(deploymentId);
    this.sandbox.load({ deploymentId, strategy, strategyVersion, params, ...saved });
  }

  private differs(inputSeq: number, what: string): void {
    if (!this.difference || inputSeq < this.difference.inputSeq) this.difference = { inputSeq, what };
  }

  private wake(): void {
    for (const resolve of this.idle.splice(0)) resolve();
  }
}

function keyOf({ deploymentId, upTo }: StrategyAnswer): string {
  return `${deploymentId} ${upTo}`;
}

type Plain = Readonly<Record<string, unknown>>;

function plain(value: unknown): Plain {
  return JSON.parse(JSON.stringify(value)) as Plain;
}

/** The parts in which two answers differ; of long lists, those from the first different entry on. */
function differing(before: Plain, now: Plain): readonly [before: Plain, now: Plain] {
  const names = Object.keys({ ...before, ...now }).filter((name) => !isDeepStrictEqual(before[name], now[name]));
  const part = (one: Plain, other: Plain): Plain =>
    Object.fromEntries(names.filter((name) => name in one).map((name) => [name, behindCommon(one[name], other[name])]));
  return [part(before, now), part(now, before)];
}

function behindCommon(one: unknown, other: unknown): unknown {
  if (!Array.isArray(one) || !Array.isArray(other)) return one;
  const first = one.findIndex((entry, place) => !isDeepStrictEqual(entry, other[place]));
  return first < 0 ? [] : one.slice(first);
}

function text(value: unknown): string {
  const all = JSON.stringify(value);
  return all.length > 600 ? `${all.slice(0, 600)}…` : all;
}
