import type { Cause, CoreEvent } from '@libs/engine';

export interface AuditEntry {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly body: object;
}

type OrderChange = Extract<CoreEvent, { type: 'OrderChanged' }>['change'];

const ORDER_ACTS: Partial<Record<OrderChange, string>> = {
  Initialized: 'order.submit',
  Denied: 'order.denied',
  CancelRequested: 'order.cancel',
  UpdateRequested: 'order.amend',
};

/** The audit entries of one step: one for each action of a person or a bot. */
export function auditEntries(events: readonly CoreEvent[]): readonly AuditEntry[] {
  const denied = new Set(events.flatMap((event) => (isChange(event, 'Denied') ? [event.order.clientOrderId] : [])));
  return events.flatMap((event) => {
    // An order that was denied immediately is one action, not two.
    if (isChange(event, 'Initialized') && denied.has(event.order.clientOrderId)) return [];
    const entry = auditEntry(event);
    return entry ? [entry] : [];
  });
}

function auditEntry(event: CoreEvent): AuditEntry | undefined {
  switch (event.type) {
    case 'OrderChanged': {
      const action = ORDER_ACTS[event.change];
      return action
        ? entry(event.cause, action, event.order.clientOrderId, { order: event.order, denial: event.denial, amendment: event.amendment })
        : undefined;
    }
    case 'AmendmentDenied':
      return entry(event.cause, 'order.amend-denied', event.clientOrderId, { amendment: event.amendment, denial: event.denial });
    case 'AccountOpened':
      return entry(event.cause, 'account.open', event.terms.accountId, event.terms);
    case 'AccountUpdated':
      return entry(event.cause, 'account.update', 'account', { maxPositionSize: event.maxPositionSize });
    case 'TradingStateChanged':
      return entry(event.cause, 'trading-state.change', 'account', { from: event.from, to: event.to, reason: event.reason });
    case 'DeploymentStarted':
      return entry(event.cause, 'deployment.start', event.terms.deploymentId, event.terms);
    case 'DeploymentStopped':
      return entry(event.cause, 'deployment.stop', event.deploymentId, { reason: event.reason, faulted: event.faulted });
    case 'FaultDismissed':
      return entry(event.cause, 'deployment.dismiss-fault', event.deploymentId, { reason: event.reason });
    case 'ExitGivenUp': {
      const { clientOrderId, deploymentId, symbol, exit, left, orders, why } = event;
      return entry(event.cause, 'exit.give-up', clientOrderId, { deploymentId, symbol, exit, left, orders, why });
    }
    case 'ExitFailing': {
      const { clientOrderId, cause, type: _type, ...body } = event;
      return entry(cause, 'exit.fail', clientOrderId, body);
    }
    case 'SignalReceived': {
      const { deploymentId, ...said } = event.signal;
      return entry(event.cause, 'signal.send', deploymentId, said);
    }
    case 'SessionStarted':
    case 'Reconciled':
    case 'StopDelayed':
    case 'ExitFailingOver':
    case 'FillRecorded':
    case 'PositionChanged':
    case 'LedgerPosted':
    case 'AccountValued':
    case 'DeploymentWarmedUp':
    case 'DataTrustChanged':
    case 'FundingPaid':
    case 'SignalExpired':
    case 'StrategyDecided':
    case 'StrategyLogged':
    case 'CommandApplied':
    case 'CommandRefused':
      return undefined;
  }
}

function entry(cause: Cause, action: string, subject: string, body: object): AuditEntry {
  return { actor: cause.actor, action, subject, body: cause.commandId === undefined ? body : { ...body, commandId: cause.commandId } };
}

function isChange(event: CoreEvent, change: OrderChange): event is Extract<CoreEvent, { type: 'OrderChanged' }> {
  return event.type === 'OrderChanged' && event.change === change;
}
