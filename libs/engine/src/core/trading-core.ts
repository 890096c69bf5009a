import type { Decimal, Denial, LedgerBalances, Order, Position, TradingState } from '@libs/kernel';
import type { Delivery } from '@libs/sdk';
import { hasOthers, judgedAlone } from './alone';
import { takeAnswer } from './answers';
import { tendBrackets } from './brackets';
import { takeBar, takeHistory, takePassedBars } from './bars';
import { stopDeployment } from './deployments';
import { deliverNext } from './delivery';
import type { StepResult } from './effect';
import type { AccountValue } from './event';
import { tellFailingOver } from './failing';
import type { AccountTerms, DeploymentTerms, Input } from './input';
import { replaceLost, tellGivenUp } from './lost-stops';
import { takeInstrument, takeQuote } from './market';
import { takeOperatorCommand } from './operator';
import { findOrder } from './orders';
import { hasWaiting, tellLate, tendReleased } from './released';
import { takeReport } from './reports';
import { startSession } from './session';
import { restoreExits } from './set-aside';
import { takeSignal } from './signals';
import { hearsTicks, takeBook, takeTick, takeTrades } from './streams';
import { takeTrust } from './take-trust';
import { readSnapshot, writeSnapshot } from './snapshot';
import { createState } from './state';
import type { CoreState, DecisionTaken, DeploymentStatus, TrustState, Watch } from './state';
import { armedStops, hasStops, takePrice } from './stops';
import type { ArmedStop } from './stops';
import { nextTimer, takeTimer } from './timers';
import type { DueTimer } from './timers';
import { CORE, Turn } from './turn';
import { accountValue, earnedBy } from './value';
import type { Prices } from './value';

const NOTHING: StepResult = Object.freeze({ events: Object.freeze([]), effects: Object.freeze([]) });

/** The progress of a core. */
export interface CoreProgress {
  readonly inputSeq: number;
  readonly inboxSeq: number;
  /** Epoch milliseconds; 0 before the first input. */
  readonly marketTime: number;
  readonly sessionId: string | null;
}

export interface DeploymentView {
  readonly terms: DeploymentTerms;
  readonly status: DeploymentStatus;
  /** Input numbers of the newest delivery and of the newest answered one. */
  readonly delivered: number;
  readonly answered: number;
  readonly lastDecision: DecisionTaken | null;
}

/** Trust level of a symbol's data; `since` is the market time at which the level began. */
export interface SymbolTrust extends TrustState {
  readonly symbol: string;
}

export interface PositionView {
  /** Null for the account's position. */
  readonly deploymentId: string | null;
  readonly position: Position;
}

/** The deterministic core of one account: the same inputs give the same events and effects, byte for byte. */
export class TradingCore {
  private constructor(private readonly state: CoreState) {}

  static create(): TradingCore {
    return new TradingCore(createState());
  }

  /** Restores a core that continues exactly as the one that wrote the snapshot. */
  static restore(snapshot: unknown): TradingCore {
    return new TradingCore(readSnapshot(snapshot));
  }

  /** The complete state as a JSON value that shares nothing with the core. */
  snapshot(): unknown {
    return writeSnapshot(this.state);
  }

  /** Processes one input. Input numbers must rise; an inbox entry that was processed before is ignored. */
  step(input: Input): StepResult {
    const { state } = this;
    if (input.inputSeq <= state.inputSeq)
      throw new RangeError(`input ${input.inputSeq} comes after input ${state.inputSeq}, but numbers must rise`);
    state.inputSeq = input.inputSeq;
    state.marketTime = Math.max(state.marketTime, input.marketTime);
    if (input.body.type === 'quote' && !hearsTicks(state, input.body.symbol) && !hasStops(state, input.body.symbol)) {
      takeQuote(state, input.body);
      return NOTHING;
    }
    const turn = new Turn(state, input);
    take(turn, input);
    replaceLost(turn);
    tellLate(turn);
    tendReleased(turn);
    tendBrackets(turn);
    restoreExits(turn);
    tellGivenUp(turn);
    tellFailingOver(turn);
    deliverNext(turn);
    return turn.result();
  }

  progress(): CoreProgress {
    const { inputSeq, inboxSeq, marketTime, sessionId } = this.state;
    return { inputSeq, inboxSeq, marketTime, sessionId };
  }

  account(): AccountTerms | null {
    return this.state.account;
  }

  tradingState(): TradingState {
    return this.state.tradingState;
  }

  /** True once the venue's positions have agreed with ours in this session. */
  isReconciled(): boolean {
    return this.state.reconciled;
  }

  /** The account value now, or at the given prices. */
  accountValue(prices?: Prices): AccountValue {
    return accountValue(this.state, prices);
  }

  /** Profit of one deployment so far in the settle asset, after fees and without funding. */
  earnedBy(deploymentId: string): Decimal {
    return earnedBy(this.state, deploymentId);
  }

  /** True if anybody other than this deployment has a position or an open order on the account. */
  hasOthers(deploymentId: string): boolean {
    return hasOthers(this.state, deploymentId);
  }

  /** What the risk rules would say of an order just checked, if its deployment were alone on the account with that equity. */
  judgedAlone(order: Order, equity: Decimal): Denial | null {
    return judgedAlone(this.state, order, equity);
  }

  /** Balances of the double-entry ledger; for every asset they sum to zero. */
  ledger(): LedgerBalances {
    return this.state.ledger;
  }

  positions(): readonly PositionView[] {
    return [...this.state.books.values()].flatMap((book) => [
      { deploymentId: null, position: book.account },
      ...[...book.deployments].map(([deploymentId, position]) => ({ deploymentId, position })),
    ]);
  }

  /** The account's current market data subscriptions. */
  watches(): readonly Watch[] {
    return [...this.state.watches.values()];
  }

  /** Trust level of every symbol that this session watches. */
  dataTrust(): readonly SymbolTrust[] {
    return [...this.state.trust].map(([symbol, trust]) => ({ symbol, ...trust }));
  }

  /** Strategies of this account, including stopped ones, oldest first; the deployment for manual orders is not included. */
  deployments(): readonly DeploymentView[] {
    return [...this.state.deployments.values()].map(({ terms, status, delivered, answered, lastDecision }) => ({
      terms,
      status,
      delivered,
      answered,
      lastDecision,
    }));
  }

  /** Deliveries that are not answered yet, at most one per deployment. */
  outstanding(): readonly Delivery[] {
    return [...this.state.deployments.values()].flatMap(({ outstanding }) => outstanding ?? []);
  }

  /** The earliest timer of all strategies and of waiting stops; the driver of the core feeds it when it is due. */
  nextTimer(): DueTimer | null {
    return nextTimer(this.state);
  }

  /** Stops that wait for a price; while the account is HALTED only those that reduce. */
  armedStops(): readonly ArmedStop[] {
    return armedStops(this.state);
  }

  /** True if a stop, a close or an exit waits to be sent, which another price may allow. */
  hasWaiting(): boolean {
    return hasWaiting(this.state);
  }

  /** One of our orders that is open or was closed recently. */
  order(clientOrderId: string): Order | null {
    return findOrder(this.state, clientOrderId)?.order ?? null;
  }

  /** Orders that may still fill. */
  openOrders(): readonly Order[] {
    return [...this.state.liveOrders.values()].map(({ order }) => order);
  }
}

function take(turn: Turn, { body }: Input): void {
  switch (body.type) {
    case 'session-started':
      return startSession(turn, body);
    case 'instrument':
      return takeInstrument(turn.state, body.instrument);
    case 'quote':
      return takeTick(turn, body);
    case 'trades':
      return takeTrades(turn, body);
    case 'book':
      return takeBook(turn, body);
    case 'last-price':
      return takePrice(turn, body);
    case 'signal':
      return takeSignal(turn, body, { actor: body.source });
    case 'timer':
      return takeTimer(turn, body);
    case 'trust':
      return takeTrust(turn, body);
    case 'bar':
      return takeBar(turn, body);
    case 'bars-passed':
      return takePassedBars(turn, body);
    case 'history':
      return takeHistory(turn, body);
    case 'report':
      return isNewInInbox(turn, body.inboxSeq) ? takeReport(turn, body.report) : undefined;
    case 'operator':
      return isNewInInbox(turn, body.inboxSeq) ? takeOperatorCommand(turn, body) : undefined;
    case 'answer':
      return takeAnswer(turn, body.answer);
    case 'strategy-fault':
      return takeFault(turn, body);
  }
}

function isNewInInbox({ state }: Turn, inboxSeq: number): boolean {
  if (inboxSeq <= state.inboxSeq) return false;
  state.inboxSeq = inboxSeq;
  return true;
}

function takeFault(turn: Turn, { deploymentId, hook, message }: { deploymentId: string; hook: string; message: string }): void {
  const deployment = turn.state.deployments.get(deploymentId);
  if (deployment !== undefined) stopDeployment(turn, deployment, { reason: `${hook}: ${message}`, faulted: true, cause: CORE });
}
