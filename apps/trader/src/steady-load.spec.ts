import type { Delivery } from '@libs/sdk';
import { EventLogHash, TradingCore, type Input } from '@libs/engine';
import type { Snapshot } from '@libs/plugin-host';
import { createLogger } from '@libs/platform';
import { buildInstrument } from '@libs/testkit';
import { LiveAccount } from './live-account';
import { recover } from './recovery';
import { StrategySeats } from './strategy-seats';

const SYMBOL = 'BTC/USDT:USDT';
const SLOW = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';
const nothing = (): void => undefined;

/** Strategies that remember each delivery and answer when they are told to. */
class Sandbox {
  readonly heard = new Map<string, number[]>();
  readonly owed: Delivery[] = [];
  readonly stopped: string[] = [];

  load({ deploymentId, saved = [] }: { readonly deploymentId: string; readonly saved?: unknown }): void {
    this.heard.set(deploymentId, [...(saved as number[])]);
  }

  unload(deploymentId: string): void {
    this.heard.delete(deploymentId);
  }

  deliver(delivery: Delivery): void {
    if (delivery.event.type === 'stop') this.stopped.push(delivery.deploymentId);
    this.heard.get(delivery.deploymentId)!.push(delivery.inputSeq);
    this.owed.push(delivery);
  }

  /** Where they stand now, as the process would say it before it hears anything more. */
  snapshot(): Promise<Snapshot> {
    const states = [...this.heard].map(([id, heard]) => [id, { state: [...heard], stateHash: 'h' }]);
    return Promise.resolve(Object.fromEntries(states) as unknown as Snapshot);
  }
}

/** An account whose strategies follow each quote, and are told of the next as soon as they have answered. */
class Desk {
  readonly sandbox = new Sandbox();
  readonly core = TradingCore.create();
  readonly seats = new StrategySeats(this.sandbox);
  readonly inputs: Input[] = [];
  readonly hashes: string[] = [];
  readonly account: LiveAccount;
  private readonly hash = new EventLogHash();
  private bid = 100;
  private inboxSeq = 0;

  constructor(deployments: readonly string[]) {
    this.seats.goLive();
    this.account = new LiveAccount({
      core: this.core,
      seats: this.seats,
      commits: { push: nothing },
      watch: nothing,
      requestHistory: nothing,
      topics: { decision: nothing } as never,
      trust: { tell: nothing },
      sandboxHealth: { set: nothing },
      wallClock: () => 0,
      logger: createLogger({ component: 'test', write: nothing }),
      record: ({ input, result }) => {
        this.inputs.push(input);
        this.hashes.push(this.hash.add(input, result));
      },
    });
    this.account.feed({ type: 'session-started', sessionId: 's', startedAtWall: 0 });
    this.account.feed({ type: 'instrument', instrument: JSON.parse(JSON.stringify(buildInstrument({ symbol: SYMBOL }))) as never });
    this.command({ kind: 'open-account', terms: ACCOUNT, manualDeploymentId: '00000000-0000-4000-8000-00000000000f' });
    this.account.feed({ type: 'trust', symbol: SYMBOL, level: 'TRUSTED', reasons: [] });
    for (const deploymentId of deployments) this.command({ kind: 'deploy', terms: { ...TERMS, deploymentId } });
    for (const id of deployments) this.answerAll(id);
  }

  command(command: object): void {
    this.inboxSeq += 1;
    this.account.feed({
      type: 'operator',
      inboxSeq: this.inboxSeq,
      commandId: `c${this.inboxSeq}`,
      actor: 'ann',
      command: command as never,
    });
  }

  quote(): void {
    this.bid += 1;
    this.account.feed({ type: 'quote', symbol: SYMBOL, bid: String(this.bid), bidSize: '1', ask: String(this.bid + 1), askSize: '1' });
  }

  /** The oldest answer that a strategy owes; false when it owes none. */
  answer(deploymentId: string): boolean {
    const place = this.sandbox.owed.findIndex((delivery) => delivery.deploymentId === deploymentId);
    const [delivery] = place < 0 ? [] : this.sandbox.owed.splice(place, 1);
    if (!delivery) return false;
    this.account.feed({ type: 'answer', answer: { deploymentId, upTo: delivery.inputSeq, commands: [], logs: [], stateHash: 'h' } });
    return true;
  }

  answerAll(deploymentId: string): void {
    for (let goesOn = true; goesOn;) goesOn = this.answer(deploymentId);
  }

  /** What a start would go on from. */
  catch(): { core: unknown; strategies: Promise<Snapshot>; inputSeq: number } {
    return { core: this.core.snapshot(), strategies: this.seats.snapshot(), inputSeq: this.core.progress().inputSeq };
  }

  /** Steps a start again from what was caught, and says how the strategies stand when it goes live. */
  async restart({ core, strategies, inputSeq }: ReturnType<Desk['catch']>): Promise<{ core: unknown; sandbox: Sandbox }> {
    const sandbox = new Sandbox();
    const seats = new StrategySeats(sandbox);
    const { inputs, hashes } = this;
    const records = async function* () {
      for (const [index, input] of inputs.entries()) if (input.inputSeq > inputSeq) yield { input, hash: hashes[index]!, at: 0 };
    };
    const eventHash = hashes[inputs.findIndex((input) => input.inputSeq === inputSeq)]!;
    const snapshot = {
      inputSeq,
      sessionId: 's',
      core: JSON.parse(JSON.stringify(core)) as unknown,
      strategies: await strategies,
      eventHash,
    };
    const recovered = await recover({ snapshot, records: records as never, seats, commit: async () => undefined, onProgress: nothing });
    seats.goLive();
    return { core: recovered.core.snapshot(), sandbox };
  }
}

const ACCOUNT = {
  accountId: '00000000-0000-4000-8000-0000000000aa',
  name: 'demo',
  mode: 'paper',
  venue: 'bybit',
  settleAsset: 'USDT',
  maxPositionSize: '0.5',
  startingBalances: { USDT: '10000' },
};
const TERMS = {
  strategy: 'test',
  strategyVersion: '1',
  params: {},
  watches: [],
  warmUpBars: 0,
  streams: [{ symbol: SYMBOL, ticks: true }],
};

describe('a snapshot of an account whose strategy is always behind its streams', () => {
  it('is never taken by waiting alone', () => {
    const desk = new Desk([SLOW]);
    let quiet = 0;
    desk.quote();
    desk.account.whenQuiet(() => (quiet += 1));
    for (let n = 0; n < 50; n += 1) {
      desk.quote();
      desk.answer(SLOW);
    }
    expect(quiet).toBe(0);
    expect(desk.sandbox.heard.get(SLOW)!.length).toBeGreaterThan(50);
  });

  it('is taken with the answer that is owed, and a start from it comes to where the account is', async () => {
    const desk = new Desk([SLOW]);
    desk.quote();
    let caught: ReturnType<Desk['catch']> | undefined;
    desk.account.whenQuiet(() => (caught = desk.catch()));
    desk.quote();
    desk.account.holdBack();
    desk.quote();
    expect(caught).toBeUndefined();
    desk.answer(SLOW);
    expect(desk.core.outstanding()).toHaveLength(1);
    const taken = caught!;
    for (let n = 0; n < 5; n += 1) {
      desk.quote();
      desk.answer(SLOW);
    }
    const { core, sandbox } = await desk.restart(taken);
    expect(core).toEqual(desk.core.snapshot());
    expect(sandbox.heard).toEqual(desk.sandbox.heard);
  });

  it('goes on when it is taken: what was held back is told at once, in its turn', () => {
    const desk = new Desk([SLOW, OTHER]);
    desk.quote();
    desk.account.whenQuiet(nothing);
    desk.account.holdBack();
    desk.quote();
    desk.answer(OTHER);
    // It waits for the answer of the first.
    expect(desk.answer(OTHER)).toBe(false);
    desk.answer(SLOW);
    expect([desk.answer(OTHER), desk.answer(SLOW)]).toEqual([true, true]);
    desk.quote();
    expect([desk.answer(OTHER), desk.answer(SLOW)]).toEqual([true, true]);
  });

  it.each<[string, (desk: Desk) => void]>([
    ['fault', ({ account }) => account.feed({ type: 'strategy-fault', deploymentId: SLOW, hook: 'onTick', message: 'late' })],
    ['stop', (desk) => desk.command({ kind: 'stop-deployment', deploymentId: SLOW, reason: 'enough' })],
  ])('waits no longer for one that is ended by a %s', async (_, end) => {
    const desk = new Desk([SLOW, OTHER]);
    desk.quote();
    let caught: ReturnType<Desk['catch']> | undefined;
    desk.account.whenQuiet(() => (caught = desk.catch()));
    desk.account.holdBack();
    desk.quote();
    desk.answer(OTHER);
    expect(caught).toBeUndefined();
    end(desk);
    expect(caught).toBeDefined();
    expect(desk.answer(OTHER)).toBe(true);
    const { core, sandbox } = await desk.restart(caught!);
    expect(core).toEqual(desk.core.snapshot());
    expect(sandbox.heard.get(OTHER)).toEqual(desk.sandbox.heard.get(OTHER));
  });

  it('lets a strategy hear that it is stopped while something is held back from it', () => {
    const desk = new Desk([SLOW, OTHER]);
    desk.quote();
    desk.account.whenQuiet(nothing);
    desk.account.holdBack();
    desk.quote();
    desk.answer(OTHER);
    desk.command({ kind: 'stop-deployment', deploymentId: OTHER, reason: 'enough' });
    expect(desk.sandbox.stopped).toEqual([OTHER]);
  });
});
