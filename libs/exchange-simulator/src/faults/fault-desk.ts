import type { Timers } from '@libs/platform';
import { mix32 } from '@libs/simulation';
import type { ApiAnswer, ApiCall, CallTap, Fault, Later, SendText, Silence, VenueActs } from './fault';
import type { HubKind, OutFrame } from '../ws/frame';
import type { PlannedFault, Scenario } from './scenario';
import { Strikes } from './strikes';

interface Armed {
  readonly id: number;
  readonly planned: PlannedFault;
  readonly strikes: Strikes;
  readonly fault: Fault;
  /** What it changed stands, until it is put back. */
  inForce: boolean;
}

/** An armed fault as lists show it. */
export interface ArmedFault {
  readonly id: number;
  readonly fault: string;
  readonly target: PlannedFault['target'];
  readonly state: 'waiting' | 'active' | 'over';
  readonly struck: number;
}

export interface FaultDeskOptions {
  readonly acts: VenueActs;
  readonly monotonic: () => number;
  readonly timers: Timers;
  /** A fault that itself failed. */
  readonly failed: (fault: string, error: unknown) => void;
}

/** Where faults are armed, and through which every call, frame and connection passes; the earliest armed is nearest to the client. */
export class FaultDesk implements CallTap {
  private armed: readonly Armed[] = [];
  private readonly timers = new Set<{ cancel(): void }>();
  private nextId = 1;

  constructor(private readonly options: FaultDeskOptions) {}

  get isQuiet(): boolean {
    return this.armed.length === 0;
  }

  list(): readonly ArmedFault[] {
    return this.armed.map(({ id, planned, strikes }) => ({
      id,
      fault: planned.kind.name,
      target: planned.target,
      state: strikes.state,
      struck: strikes.struck,
    }));
  }

  arm(scenario: Scenario): readonly number[] {
    const added = scenario.faults.map((planned, index) => this.ready(planned, mix32(scenario.seed ^ mix32(index + 1))));
    this.armed = [...this.armed, ...added];
    // A timer may go off a hair early, and the fault would then not be due yet.
    for (const one of added) if (one.fault.begin) this.later(one.planned.rule.afterMs + 1, () => this.begin(one));
    return added.map(({ id }) => id);
  }

  /** Disarms one fault, or all; false when there is no such fault. */
  disarm(id?: number): boolean {
    const going = this.armed.filter((one) => id === undefined || one.id === id);
    this.armed = this.armed.filter((one) => !going.includes(one));
    for (const one of going) this.end(one);
    return id === undefined || going.length > 0;
  }

  stop(): void {
    for (const timer of this.timers) timer.cancel();
    this.timers.clear();
  }

  call(call: ApiCall, handle: () => Promise<ApiAnswer | Silence>): Promise<ApiAnswer | Silence> {
    let next = handle;
    for (const { fault } of this.armed.toReversed()) {
      if (!fault.call) continue;
      const inner = next;
      next = () => fault.call!(call, inner);
    }
    return next();
  }

  frame(frame: OutFrame, send: SendText): void {
    let next = send;
    for (const { fault } of this.armed) {
      if (!fault.frame) continue;
      const inner = next;
      next = (text) => fault.frame!(text === frame.text ? frame : { ...frame, text }, inner);
    }
    next(frame.text);
  }

  connect(hub: HubKind): { readonly status: number; readonly body: string } | undefined {
    for (const { fault } of this.armed) {
      const answer = fault.connect?.(hub);
      if (answer) return answer;
    }
    return undefined;
  }

  /** Milliseconds by which the venue's clock is off. */
  clockOffset(): number {
    return this.armed.reduce((sum, { fault }) => sum + (fault.clockOffset?.() ?? 0), 0);
  }

  private ready(planned: PlannedFault, seed: number): Armed {
    const strikes = new Strikes(planned.rule, this.options.monotonic, seed);
    const tools = {
      acts: this.options.acts,
      later: this.later,
      strikes: () => strikes.next(),
      uniform: () => strikes.uniform(),
    };
    return { id: this.nextId++, planned, strikes, fault: planned.kind.make(tools, planned.target, planned.parameters), inForce: false };
  }

  private begin(one: Armed): void {
    if (!this.armed.includes(one) || !one.strikes.next()) return;
    one.inForce = true;
    this.attempt(one, () => one.fault.begin?.());
    const { forMs } = one.planned.rule;
    if (Number.isFinite(forMs)) this.later(forMs, () => this.end(one));
  }

  private end(one: Armed): void {
    if (!one.inForce) return;
    one.inForce = false;
    this.attempt(one, () => one.fault.end?.());
  }

  private attempt({ planned }: Armed, act: () => void | Promise<void>): void {
    Promise.resolve()
      .then(act)
      .catch((error: unknown) => this.options.failed(planned.kind.name, error));
  }

  private readonly later: Later = (milliseconds, work) => {
    const timer = this.options.timers.after(milliseconds, () => {
      this.timers.delete(timer);
      work();
    });
    this.timers.add(timer);
  };
}
