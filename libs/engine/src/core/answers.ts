import { MAX_COMMANDS } from '@libs/kernel';
import type { Denial } from '@libs/kernel';
import type { StrategyAnswer, StrategyCommand, StrategyContext, StrategyEvent } from '@libs/sdk';
import { requestAmendment } from './amend';
import { isAlive } from './delivery';
import type { Cause } from './event';
import { findOrder, requestCancel } from './orders';
import { placeOrder } from './intent';
import { openBracket } from './open-bracket';
import { stopDeployment } from './deployments';
import { setTimer } from './timers';
import type { DeploymentState } from './state';
import type { Turn } from './turn';
import { CORE } from './turn';

/** Processes the answer to the outstanding delivery; ignores repeats and answers of stopped strategies. */
export function takeAnswer(turn: Turn, answer: StrategyAnswer): void {
  const deployment = turn.state.deployments.get(answer.deploymentId);
  const delivery = deployment?.outstanding;
  if (!deployment || delivery?.inputSeq !== answer.upTo || !isAlive(deployment)) return;
  const { event, context } = delivery;
  deployment.outstanding = null;
  deployment.answered = answer.upTo;
  sayWhatItThought(turn, deployment, { answer, context });
  if (answer.commands.length > MAX_COMMANDS) {
    const reason = `it answered one delivery with ${answer.commands.length} commands, the limit is ${MAX_COMMANDS}`;
    return stopDeployment(turn, deployment, { reason, faulted: true, cause: CORE });
  }
  const refusal = refusalOf(deployment, event);
  answer.commands.forEach((command, index) =>
    carryOut(turn, { deployment, upTo: answer.upTo, index, ...(refusal === null ? {} : { refusal }) }, command),
  );
}

interface Origin {
  readonly deployment: DeploymentState;
  readonly upTo: number;
  readonly index: number;
  readonly refusal?: Denial;
}

function carryOut(turn: Turn, origin: Origin, command: StrategyCommand): void {
  const { deploymentId, strategy } = origin.deployment.terms;
  // An earlier command of the same answer may have ended it.
  if (!isAlive(origin.deployment)) return;
  const cause: Cause = { actor: `strategy:${strategy}:${deploymentId}` };
  if (command.kind === 'set-timer') return setTimer(turn, origin.deployment, command.name, command.at);
  if (command.kind === 'cancel-timer') return void origin.deployment.timers.delete(command.name);
  if (command.kind === 'cancel') {
    const tracked = findOrder(turn.state, command.clientOrderId);
    if (tracked?.isClose) warn(turn, deploymentId, `cancel of order ${command.clientOrderId} ignored: a person closes a position with it`);
    else if (tracked?.order.deploymentId === deploymentId) requestCancel(turn, tracked, cause);
    else warn(turn, deploymentId, `cancel of order ${command.clientOrderId} ignored: it is not an order of this deployment`);
    return;
  }
  if (command.kind === 'amend') return amend(turn, deploymentId, command, cause);
  const refusal = origin.refusal === undefined ? {} : { refusal: origin.refusal };
  if (command.kind === 'bracket')
    return openBracket(turn, origin.deployment, command, { deploymentId, inputSeq: origin.upTo, index: origin.index, cause, ...refusal });
  const { kind: _kind, ...request } = command;
  placeOrder(turn, { deploymentId, inputSeq: origin.upTo, index: origin.index, request, cause, ...refusal });
}

function amend(turn: Turn, deploymentId: string, command: Extract<StrategyCommand, { kind: 'amend' }>, cause: Cause): void {
  const { kind: _kind, clientOrderId, ...texts } = command;
  const tracked = findOrder(turn.state, clientOrderId);
  if (tracked?.order.deploymentId === deploymentId) requestAmendment(turn, tracked, texts, cause);
  else warn(turn, deploymentId, `amendment of order ${clientOrderId} ignored: it is not an order of this deployment`);
}

/** A decision is kept with the trust levels that the strategy was shown, not those that changed while it computed. */
function sayWhatItThought(
  turn: Turn,
  deployment: DeploymentState,
  { answer, context }: { answer: StrategyAnswer; context: StrategyContext },
): void {
  const { deploymentId } = deployment.terms;
  const { decision, logs, upTo } = answer;
  if (decision !== undefined) {
    const trust = context.trust === undefined ? {} : { trust: context.trust };
    deployment.lastDecision = { decision, marketTime: turn.at, ...trust };
    turn.emit({ type: 'StrategyDecided', deploymentId, inputSeq: upTo, decision, ...trust });
  }
  if (logs.length > 0) turn.emit({ type: 'StrategyLogged', deploymentId, logs });
}

/** History only feeds indicators: orders based on it are too late for any market. */
function refusalOf({ status }: DeploymentState, { type }: StrategyEvent): Denial | null {
  if (status === 'running' && type !== 'init' && type !== 'history') return null;
  return { code: 'WARMING_UP', limit: 'a live event', value: type, message: `orders are not taken from "${type}", it tells of the past` };
}

function warn(turn: Turn, deploymentId: string, message: string): void {
  turn.emit({ type: 'StrategyLogged', deploymentId, logs: [{ level: 'warn', message }] });
}
