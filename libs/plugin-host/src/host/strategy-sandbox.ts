import { defined } from '@libs/kernel';
import { hookOf } from '@libs/sdk';
import type { Delivery, PlanResult, SandboxFrame, SavedStrategy, StrategyAnswer, StrategyDescription } from '@libs/sdk';
import type { KeptCode } from '../registry/kept-code';
import { DeploymentMemory } from './deployment-memory';
import type { DeploymentLoad } from './deployment-memory';
import { findLocations } from './locations';
import type { Locations } from './locations';
import { noSuchStrategy } from './no-such-strategy';
import { RestartDelay } from './restart-delay';
import { SandboxProcess } from './sandbox-process';
import type { ProcessEnd, Turn } from './sandbox-process';
import { sourceLine } from './source-line';
import { strategiesIn } from './stage-strategy';

export interface SandboxFault {
  readonly deploymentId: string;
  /** The delivery that failed; null when loading did. */
  readonly inputSeq: number | null;
  readonly hook: string;
  /** What happened, with the author's line where it is known. */
  readonly message: string;
  readonly stack: string;
}

export interface SandboxHandlers {
  /** Once per delivery, in the order of deliveries of its deployment. */
  readonly onAnswer: (answer: StrategyAnswer) => void;
  /** At most once per load; nothing of that deployment comes after it. */
  readonly onFault: (fault: SandboxFault) => void;
  /** The process died and a new one takes over every deployment but a faulted one; for the log. */
  readonly onRestart?: (message: string) => void;
}

export interface SandboxOptions extends SandboxHandlers {
  /** Folder of built strategies; default the installation's. */
  readonly strategies?: string | undefined;
  /** Runs each deployment by the code that it was made with, and describes none; default by what `strategies` has now. */
  readonly kept?: KeptCode;
  /** Milliseconds that one delivery may take; default 1,000. */
  readonly deadline?: number;
  /** Milliseconds that loading a strategy or a snapshot of all may take; default 5,000. */
  readonly loadDeadline?: number;
  /** Megabytes of heap; default 128. */
  readonly memory?: number;
}

export interface DeploymentSnapshot {
  readonly state: SavedStrategy;
  readonly stateHash: string;
}

export type Snapshot = Readonly<Record<string, DeploymentSnapshot>>;

export type DescribeResult =
  | { readonly ok: true; readonly description: StrategyDescription; readonly plan?: PlanResult }
  | { readonly ok: false; readonly message: string };

const DEFAULT_DEADLINE = 1_000;
const DEFAULT_MEMORY = 128;
const DEFAULT_LOAD_DEADLINE = 5_000;
const MAX_UNSAVED = 256;
const MAX_DEATHS = 2;
const SNAPSHOT = 'snapshot';

interface WaitingSnapshot {
  /** The newest delivery of each deployment before it was asked for; it must show none that came later. */
  readonly upTo: ReadonlyMap<string, number>;
  readonly states: Record<string, DeploymentSnapshot>;
  readonly resolve: (snapshot: Snapshot) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs strategies in a process of their own that holds no key, network or file. A strategy that throws or overruns is
 * reported as a fault; a process that dies is replaced, and each deployment goes on from its last saved state with the
 * deliveries that came after, so the caller sees every answer exactly once.
 */
export class StrategySandbox {
  private readonly locations: Locations;
  private readonly deployments = new Map<string, DeploymentMemory>();
  private readonly faulted = new Set<string>();
  private readonly snapshots = new Map<number, WaitingSnapshot>();
  private readonly describing = new Map<number, (result: DescribeResult) => void>();
  private readonly delay = new RestartDelay();
  private process: SandboxProcess | null;
  private restart: NodeJS.Timeout | null = null;
  private nextId = 1;
  private closed = false;

  /** Starts the process; throws when the build is missing. */
  constructor(private readonly options: SandboxOptions) {
    this.locations = findLocations(options.kept?.folder ?? options.strategies);
    this.process = this.spawn();
  }

  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Takes a deployment in; deliveries may follow at once. A failure comes as a fault with hook `load`. */
  load(load: DeploymentLoad): void {
    this.faulted.delete(load.deploymentId);
    this.deployments.set(load.deploymentId, new DeploymentMemory(load));
    this.sendLoad(load);
  }

  /** Hands over an event; dropped when the deployment has faulted. */
  deliver(delivery: Delivery): void {
    const memory = this.deployments.get(delivery.deploymentId);
    if (memory === undefined) {
      if (this.faulted.has(delivery.deploymentId)) return;
      throw new Error(`deployment ${delivery.deploymentId} is not loaded`);
    }
    memory.delivered(delivery);
    this.sendDelivery(delivery);
    if (memory.unsaved.length % MAX_UNSAVED === 0) this.snapshot().catch(() => undefined); // rejects only when closed
  }

  /** The memory of every deployment behind all deliveries so far. */
  snapshot(): Promise<Snapshot> {
    if (this.closed) return Promise.reject(new Error('the sandbox is closed'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const upTo = new Map([...this.deployments].map(([deploymentId, memory]) => [deploymentId, memory.newest]));
      this.snapshots.set(id, { upTo, states: {}, resolve, reject });
      this.sendSnapshot(id);
    });
  }

  unload(deploymentId: string): void {
    this.faulted.delete(deploymentId);
    if (this.deployments.delete(deploymentId)) this.process?.send({ type: 'unload', deploymentId }, null);
  }

  /** A strategy's metadata, and with `params` what it needs with them. */
  describe(strategy: string, params?: Readonly<Record<string, unknown>>): Promise<DescribeResult> {
    const known = strategiesIn(this.locations.strategies);
    if (!known.includes(strategy)) return Promise.resolve({ ok: false, message: noSuchStrategy(strategy, known) });
    const id = this.nextId++;
    return new Promise((resolve) => {
      if (this.process === null) return resolve({ ok: false, message: 'the sandbox is not running' });
      this.describing.set(id, resolve);
      this.process.send(
        { type: 'describe', id, strategy, ...(params === undefined ? {} : { params }) },
        turn('describe', this.loadDeadline),
      );
    });
  }

  /** Ends the process and waits until it is gone. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.restart !== null) clearTimeout(this.restart);
    const { process } = this;
    this.process = null;
    for (const { reject } of this.snapshots.values()) reject(new Error('the sandbox is closed'));
    this.snapshots.clear();
    this.failDescriptions('the sandbox is closed');
    await process?.stop();
  }

  private spawn(): SandboxProcess {
    return new SandboxProcess(
      this.locations,
      { memory: this.options.memory ?? DEFAULT_MEMORY },
      { onFrame: (frame) => this.take(frame), onEnd: (end) => this.replace(end) },
    );
  }

  private take(frame: SandboxFrame): void {
    switch (frame.type) {
      case 'ready':
        return this.delay.started();
      case 'loaded':
        return;
      case 'answer':
        return this.takeAnswer(frame.answer);
      case 'fault':
        return this.takeFault(frame);
      case 'state':
        return this.takeState(frame);
      case 'snapshot':
        this.snapshots.get(frame.id)?.resolve(this.snapshots.get(frame.id)!.states);
        return void this.snapshots.delete(frame.id);
      case 'described':
      case 'undescribed':
        return this.takeDescription(frame);
    }
  }

  private takeAnswer(answer: StrategyAnswer): void {
    const memory = this.deployments.get(answer.deploymentId);
    switch (memory?.answered(answer)) {
      case 'new':
        return this.options.onAnswer(answer);
      case 'different':
        return this.fault({
          ...turnOf(answer.deploymentId, answer.upTo, 'restore'),
          message: `delivery ${answer.upTo} led to another state than the first time; the strategy keeps something outside ctx.state`,
          stack: '',
        });
      case 'repeated':
      case undefined:
        return;
    }
  }

  private takeFault({ deploymentId, inputSeq, hook, message, stack }: Extract<SandboxFrame, { readonly type: 'fault' }>): void {
    const load = this.deployments.get(deploymentId)?.current;
    const folder = load && this.options.kept?.placeOf(load);
    const line = sourceLine(stack, folder ?? this.locations.strategies);
    this.fault({ deploymentId, inputSeq, hook, message: line === null ? message : `${message} (${line})`, stack });
  }

  private takeState({ id, deploymentId, state, stateHash }: Extract<SandboxFrame, { readonly type: 'state' }>): void {
    const saved = state as SavedStrategy;
    const memory = this.deployments.get(deploymentId);
    const waiting = this.snapshots.get(id);
    if (memory === undefined || waiting === undefined) return;
    memory.savedAs(saved);
    waiting.states[deploymentId] = { state: saved, stateHash };
  }

  private takeDescription(frame: Extract<SandboxFrame, { readonly type: 'described' | 'undescribed' }>): void {
    const resolve = this.describing.get(frame.id);
    this.describing.delete(frame.id);
    if (frame.type === 'undescribed') return resolve?.({ ok: false, message: frame.message });
    resolve?.({ ok: true, description: frame.description, ...(frame.plan === undefined ? {} : { plan: frame.plan }) });
  }

  private fault(fault: SandboxFault): void {
    if (!this.deployments.delete(fault.deploymentId)) return;
    this.faulted.add(fault.deploymentId);
    this.process?.send({ type: 'unload', deploymentId: fault.deploymentId }, null);
    this.options.onFault(fault);
  }

  /** The process is gone: who broke it is out, all others go on in a new one. */
  private replace({ message, turn: busy, verdict }: ProcessEnd): void {
    this.process = null;
    this.failDescriptions(message);
    if (busy !== null && busy.deploymentId !== null && (verdict === 'guilty' || this.diedAgain(busy))) {
      this.fault({ ...turnOf(busy.deploymentId, busy.inputSeq, busy.hook), message, stack: '' });
    }
    if (busy?.hook === SNAPSHOT && verdict === 'guilty') this.blameUnsaved(message);
    if (this.closed) return;
    this.options.onRestart?.(message);
    this.restart = setTimeout(() => this.revive(), this.delay.next());
  }

  /** A snapshot that does not end is stuck in the `onSave` of the first that has not shown its state. */
  private blameUnsaved(message: string): void {
    const [snapshot] = this.snapshots.values();
    const stuck = [...this.deployments].find(([deploymentId]) => snapshot !== undefined && !(deploymentId in snapshot.states));
    if (stuck === undefined) return;
    const [deploymentId, { newest }] = stuck;
    if (this.diedAgain({ deploymentId, inputSeq: newest })) this.fault({ ...turnOf(deploymentId, null, 'onSave'), message, stack: '' });
  }

  private diedAgain({ deploymentId, inputSeq }: Pick<Turn, 'deploymentId' | 'inputSeq'>): boolean {
    return (this.deployments.get(deploymentId ?? '')?.died(inputSeq ?? -1) ?? 0) >= MAX_DEATHS;
  }

  private revive(): void {
    this.restart = null;
    this.process = this.spawn();
    for (const memory of this.deployments.values()) this.sendLoad(memory.current);
    const rest = new Map([...this.deployments].map(([deploymentId, memory]) => [deploymentId, [...memory.unsaved]]));
    for (const [id, { upTo }] of this.snapshots) {
      this.repeat(rest, (deploymentId) => upTo.get(deploymentId) ?? -1);
      this.sendSnapshot(id);
    }
    this.repeat(rest, () => Infinity);
  }

  /** Sends the oldest of `rest` again, of each deployment up to a delivery. */
  private repeat(rest: ReadonlyMap<string, Delivery[]>, upTo: (deploymentId: string) => number): void {
    for (const [deploymentId, deliveries] of rest) {
      while (deliveries[0] !== undefined && deliveries[0].inputSeq <= upTo(deploymentId)) this.sendDelivery(deliveries.shift()!);
    }
  }

  private failDescriptions(message: string): void {
    for (const resolve of this.describing.values()) resolve({ ok: false, message });
    this.describing.clear();
  }

  private get loadDeadline(): number {
    return this.options.loadDeadline ?? DEFAULT_LOAD_DEADLINE;
  }

  private sendLoad(load: DeploymentLoad): void {
    const { deploymentId, strategy, params, saved: state } = load;
    const loading = turnOf(deploymentId, null, 'load');
    try {
      const frame = { type: 'load', deploymentId, strategy, params, ...defined({ state, folder: this.options.kept?.find(load) }) } as const;
      this.process?.send(frame, { ...loading, deadline: this.loadDeadline });
    } catch (error) {
      this.fault({ ...loading, message: error instanceof Error ? error.message : String(error), stack: '' });
    }
  }

  private sendDelivery(delivery: Delivery): void {
    const { deploymentId, inputSeq, event } = delivery;
    const deadline = this.options.deadline ?? DEFAULT_DEADLINE;
    this.process?.send({ type: 'deliver', delivery }, { ...turnOf(deploymentId, inputSeq, hookOf(event)), deadline });
  }

  private sendSnapshot(id: number): void {
    this.process?.send({ type: 'snapshot', id }, turn(SNAPSHOT, this.loadDeadline));
  }
}

function turn(hook: string, deadline: number): Turn {
  return { ...turnOf(null, null, hook), deadline };
}

function turnOf<Id extends string | null>(
  deploymentId: Id,
  inputSeq: number | null,
  hook: string,
): Omit<Turn, 'deadline' | 'deploymentId'> & { readonly deploymentId: Id } {
  return { deploymentId, inputSeq, hook };
}
