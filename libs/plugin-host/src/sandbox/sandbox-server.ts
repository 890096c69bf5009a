import { descriptionOf, hookOf, planStrategy, StrategyFault, StrategyRuntime } from '@libs/sdk';
import type { Delivery, HostFrame, SandboxFrame, SavedStrategy } from '@libs/sdk';
import type { ModuleLoader } from './module-loader';

type Level = 'debug' | 'info' | 'warn';

/** Processes host frames, one at a time, for the loaded deployments. */
export class SandboxServer {
  private readonly runtimes = new Map<string, StrategyRuntime>();
  private running: StrategyRuntime | null = null;

  constructor(
    private readonly loader: ModuleLoader,
    private readonly write: (frame: SandboxFrame) => void,
  ) {}

  take(frame: HostFrame): void {
    switch (frame.type) {
      case 'describe':
        return this.describe(frame);
      case 'load':
        return this.load(frame);
      case 'deliver':
        return this.deliver(frame.delivery);
      case 'snapshot':
        return this.snapshot(frame.id);
      case 'unload':
        this.runtimes.delete(frame.deploymentId);
    }
  }

  /** Destination of `console`: the log of the running hook, otherwise nowhere. */
  console(level: Level, message: string): void {
    this.running?.log(level, message);
  }

  private describe({ id, strategy: name, params }: Extract<HostFrame, { readonly type: 'describe' }>): void {
    try {
      const strategy = this.loader.load(name);
      const description = descriptionOf(strategy);
      this.write({ type: 'described', id, description, ...(params === undefined ? {} : { plan: planStrategy(strategy, params) }) });
    } catch (error) {
      this.write({ type: 'undescribed', id, message: messageOf(error) });
    }
  }

  private load({ deploymentId, strategy: name, params, state, folder }: Extract<HostFrame, { readonly type: 'load' }>): void {
    try {
      const strategy = this.loader.load(name, folder);
      const saved = state === undefined ? {} : { saved: state as SavedStrategy };
      this.runtimes.set(deploymentId, new StrategyRuntime({ strategy, deploymentId, params, ...saved }));
      this.write({ type: 'loaded', deploymentId });
    } catch (error) {
      this.fault(deploymentId, null, error instanceof StrategyFault ? error.hook : 'load', error);
    }
  }

  private deliver(delivery: Delivery): void {
    const { deploymentId, inputSeq, event } = delivery;
    const runtime = this.runtimes.get(deploymentId);
    if (runtime === undefined)
      return this.fault(deploymentId, inputSeq, hookOf(event), new Error('the deployment is not loaded, or has faulted before'));
    this.running = runtime;
    try {
      const answer = runtime.deliver(delivery);
      this.write({ type: 'answer', answer });
    } catch (error) {
      this.runtimes.delete(deploymentId);
      this.fault(deploymentId, inputSeq, error instanceof StrategyFault ? error.hook : hookOf(event), error);
    } finally {
      this.running = null;
    }
  }

  private snapshot(id: number): void {
    for (const [deploymentId, runtime] of this.runtimes) this.save(id, deploymentId, runtime);
    this.write({ type: 'snapshot', id });
  }

  /** Written one by one, so that the host sees which deployment did not return from its `onSave`. */
  private save(id: number, deploymentId: string, runtime: StrategyRuntime): void {
    try {
      this.write({ type: 'state', id, deploymentId, state: runtime.save(), stateHash: runtime.stateHash });
    } catch (error) {
      this.runtimes.delete(deploymentId);
      this.fault(deploymentId, null, 'onSave', error);
    }
  }

  private fault(deploymentId: string, inputSeq: number | null, hook: string, error: unknown): void {
    this.write({
      type: 'fault',
      deploymentId,
      inputSeq,
      hook,
      message: messageOf(error).slice(0, 2_000),
      stack: stackOf(error).slice(0, 8_000),
    });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function stackOf(error: unknown): string {
  return error instanceof Error && typeof error.stack === 'string' ? error.stack : '';
}
