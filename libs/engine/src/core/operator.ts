import { Decimal, InvalidDecimal, depositPosting, isDeploymentId, post } from '@libs/kernel';
import type { Denial } from '@libs/kernel';
import { requestAmendment } from './amend';
import { closePosition } from './close-position';
import { dismissFault, startDeployment, stopDeployment } from './deployments';
import type { Cause } from './event';
import { setTradingState } from './halt';
import type { InputBody, OperatorCommand } from './input';
import { placeOrder } from './intent';
import { bidAndAsk } from './market';
import { findOrder, requestCancel } from './orders';
import { sendSignal } from './signals';
import { checkAllStops } from './stops';
import type { Placed } from './ticket';
import { accountValue } from './value';
import type { Turn } from './turn';
import { watch } from './watch';

const KEPT_COMMANDS = 1_000;

type OperatorInput = Extract<InputBody, { type: 'operator' }>;

/** Result of an operator's command: applied (with the id of what it created, if any), or refused with a reason. */
type Outcome =
  | { readonly reference?: string }
  | { readonly code: string; readonly message: string; readonly reference?: string; readonly denial?: Denial };

/** Carries out a command once; a repeat has no effect. */
export function takeOperatorCommand(turn: Turn, { commandId, actor, command }: OperatorInput): void {
  const { commandIds } = turn.state;
  if (commandIds.has(commandId)) return;
  commandIds.add(commandId);
  if (commandIds.size > KEPT_COMMANDS) commandIds.delete(commandIds.values().next().value!);
  const outcome =
    turn.state.account === null && command.kind !== 'open-account' ? NO_ACCOUNT : carryOut(turn, command, { actor, commandId });
  if ('code' in outcome) turn.emit({ type: 'CommandRefused', commandId, ...outcome });
  else turn.emit({ type: 'CommandApplied', commandId, ...outcome });
}

const NO_ACCOUNT = { code: 'NO_ACCOUNT', message: 'the account is not open yet' };

function carryOut(turn: Turn, command: OperatorCommand, cause: Cause): Outcome {
  switch (command.kind) {
    case 'open-account':
      return openAccount(turn, command, cause);
    case 'update-account':
      return updateAccount(turn, command.maxPositionSize, cause);
    case 'set-trading-state':
      setTradingState(turn, command.state, command.reason, cause);
      checkAllStops(turn);
      return {};
    case 'deploy':
      return deploy(turn, command, cause);
    case 'stop-deployment':
      return stop(turn, command, cause);
    case 'close-position':
      return close(turn, command, cause);
    case 'place-order':
      return placeByHand(turn, command, cause);
    case 'send-signal':
      return sendSignal(turn, command, cause);
    case 'amend-order':
      return amend(turn, command, cause);
    case 'cancel-order':
      return cancel(turn, command.clientOrderId, cause);
  }
}

function openAccount(turn: Turn, { terms, manualDeploymentId }: Extract<OperatorCommand, { kind: 'open-account' }>, cause: Cause): Outcome {
  const { state } = turn;
  if (state.account !== null) return { code: 'ALREADY_OPEN', message: `account ${state.account.accountId} is already open in this core` };
  const balances = readBalances(terms.startingBalances);
  const problem =
    problemOfSize(terms.maxPositionSize) ?? problemOfId(manualDeploymentId) ?? (typeof balances === 'string' ? balances : null);
  if (problem !== null || typeof balances === 'string') return invalid(problem!);
  state.account = terms;
  state.manualDeploymentId = manualDeploymentId;
  turn.emit({ type: 'AccountOpened', terms, cause });
  const posting = depositPosting(`open ${terms.accountId}`, balances);
  state.ledger = post(state.ledger, posting);
  if (posting.entries.length > 0) turn.emit({ type: 'LedgerPosted', posting });
  turn.emit({ type: 'AccountValued', value: accountValue(state) });
  return { reference: terms.accountId };
}

function updateAccount(turn: Turn, maxPositionSize: string, cause: Cause): Outcome {
  const problem = problemOfSize(maxPositionSize);
  if (problem !== null) return invalid(problem);
  turn.state.account = { ...turn.state.account!, maxPositionSize };
  turn.emit({ type: 'AccountUpdated', maxPositionSize, cause });
  return {};
}

function deploy(turn: Turn, { terms }: Extract<OperatorCommand, { kind: 'deploy' }>, cause: Cause): Outcome {
  if (turn.state.deployments.has(terms.deploymentId))
    return { code: 'ALREADY_DEPLOYED', message: `deployment ${terms.deploymentId} exists already` };
  const problem = problemOfId(terms.deploymentId);
  if (problem !== null) return invalid(problem);
  startDeployment(turn, terms, cause);
  return { reference: terms.deploymentId };
}

function stop(turn: Turn, { deploymentId, reason }: Extract<OperatorCommand, { kind: 'stop-deployment' }>, cause: Cause): Outcome {
  const deployment = turn.state.deployments.get(deploymentId);
  if (deployment === undefined) return { code: 'NOT_FOUND', message: `no deployment ${deploymentId} in this account` };
  if (deployment.status === 'faulted') dismissFault(turn, deployment, { reason, cause });
  else stopDeployment(turn, deployment, { reason, faulted: false, cause });
  return { reference: deploymentId };
}

function placeByHand(turn: Turn, { order }: Extract<OperatorCommand, { kind: 'place-order' }>, cause: Cause): Outcome {
  const { state, input } = turn;
  lookAt(turn, order.symbol);
  return outcomeOf(
    placeOrder(turn, { deploymentId: state.manualDeploymentId!, inputSeq: input.inputSeq, index: 0, request: order, cause }),
  );
}

function close(turn: Turn, command: Extract<OperatorCommand, { kind: 'close-position' }>, cause: Cause): Outcome {
  lookAt(turn, command.symbol);
  const closing = closePosition(turn, command, cause);
  return 'code' in closing ? closing : outcomeOf(closing);
}

function outcomeOf({ clientOrderId: reference, denial }: Placed): Outcome {
  return denial === null ? { reference } : { code: denial.code, message: denial.message, reference, denial };
}

/** This market may not be watched yet; a second attempt then finds a trusted price. */
function lookAt(turn: Turn, symbol: string): void {
  const { state } = turn;
  const isWatched = bidAndAsk(state, symbol) !== null && state.trust.has(symbol);
  if (state.instruments.has(symbol) && !isWatched) watch(turn, { symbol, interval: '1m' });
}

function amend(turn: Turn, command: Extract<OperatorCommand, { kind: 'amend-order' }>, cause: Cause): Outcome {
  const { kind: _kind, clientOrderId: reference, ...texts } = command;
  const tracked = findOrder(turn.state, reference);
  if (tracked === undefined) return { code: 'NOT_FOUND', message: `no order ${reference} in this account` };
  lookAt(turn, tracked.order.symbol);
  const denial = requestAmendment(turn, tracked, texts, cause);
  return denial === null ? { reference } : { code: denial.code, message: denial.message, reference, denial };
}

function cancel(turn: Turn, clientOrderId: string, cause: Cause): Outcome {
  const tracked = findOrder(turn.state, clientOrderId);
  if (tracked === undefined) return { code: 'NOT_FOUND', message: `no order ${clientOrderId} in this account` };
  if (requestCancel(turn, tracked, cause)) return { reference: clientOrderId };
  return { code: 'ALREADY_CLOSED', message: `order ${clientOrderId} is ${tracked.order.status}` };
}

function invalid(message: string): Outcome {
  return { code: 'INVALID_REQUEST', message };
}

function problemOfSize(text: string): string | null {
  const size = readDecimal(text);
  if (size === null) return `the maximum position size "${text}" is not a decimal number`;
  return size.sign > 0 && size.lte(Decimal.ONE) ? null : `the maximum position size is above 0 and at most 1, not ${text}`;
}

function problemOfId(text: string): string | null {
  return isDeploymentId(text) ? null : `deployment id "${text}" is not a lower-case UUID`;
}

/** Amounts per asset, or what is wrong with them. */
function readBalances(texts: Readonly<Record<string, string>>): Readonly<Record<string, Decimal>> | string {
  const amounts: Record<string, Decimal> = {};
  for (const [asset, text] of Object.entries(texts)) {
    const amount = readDecimal(text);
    if (amount === null || amount.sign < 0) return `the starting balance "${text}" of ${asset} is not a decimal number of zero or more`;
    amounts[asset] = amount;
  }
  return amounts;
}

function readDecimal(text: string): Decimal | null {
  try {
    return Decimal.parse(text);
  } catch (error) {
    if (error instanceof InvalidDecimal) return null;
    throw error;
  }
}
