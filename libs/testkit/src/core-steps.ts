import { decimal } from '@libs/kernel';
import type { Fill, Order, OrderStatus, Position, Posting } from '@libs/kernel';
import type { CoreEvent, Effect, InputBody, StepResult } from '@libs/engine';
import type { OrderTicket } from '@libs/sdk';

/** Steps as a core would make them, for tests of whatever stores or forwards them. */
export interface BuiltStep {
  readonly input: { readonly inputSeq: number; readonly marketTime: number; readonly body: InputBody };
  readonly result: StepResult;
}

export const DEPLOYMENT = '0198a000-0000-7000-8000-000000000001';
export const MARKET_TIME = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
const CAUSE = { actor: `deployment:${DEPLOYMENT}` };
const INSTRUMENT = { symbol: 'BTC/USDT:USDT', venueSymbol: 'BTCUSDT', category: 'linear' } as const;

export function buildOrder(clientOrderId: string, status: OrderStatus, changes: Partial<Order> = {}): Order {
  return {
    clientOrderId,
    deploymentId: DEPLOYMENT,
    symbol: INSTRUMENT.symbol,
    side: 'BUY',
    type: 'MARKET',
    quantity: decimal('0.010'),
    timeInForce: 'IOC',
    postOnly: false,
    reduceOnly: false,
    tag: 'cross up',
    status,
    filledQuantity: decimal('0'),
    filledCost: decimal('0'),
    createdAt: MARKET_TIME,
    updatedAt: MARKET_TIME,
    ...changes,
  };
}

export function buildTicket(clientOrderId: string): OrderTicket {
  return {
    clientOrderId,
    instrument: INSTRUMENT,
    side: 'BUY',
    type: 'MARKET',
    quantity: '0.01',
    timeInForce: 'IOC',
    postOnly: false,
    reduceOnly: false,
  };
}

export function buildStep(
  inputSeq: number,
  events: readonly CoreEvent[],
  effects: readonly Effect[] = [],
  body: InputBody = answerBody(),
): BuiltStep {
  return { input: { inputSeq, marketTime: MARKET_TIME + inputSeq, body }, result: { events, effects } };
}

/** A strategy's answer that submits one order. */
export function submitStep(inputSeq: number, clientOrderId: string): BuiltStep {
  return buildStep(
    inputSeq,
    [
      { type: 'OrderChanged', change: 'Initialized', order: buildOrder(clientOrderId, 'INITIALIZED'), cause: CAUSE },
      {
        type: 'StrategyDecided',
        deploymentId: DEPLOYMENT,
        inputSeq,
        decision: { action: 'buy', why: 'fast above slow', values: { fast: 2, slow: 1 } },
      },
    ],
    [{ type: 'submit', ticket: buildTicket(clientOrderId) }],
  );
}

export function cancelStep(inputSeq: number, clientOrderId: string): BuiltStep {
  return buildStep(
    inputSeq,
    [{ type: 'OrderChanged', change: 'CancelRequested', order: buildOrder(clientOrderId, 'PENDING_CANCEL'), cause: CAUSE }],
    [{ type: 'cancel', clientOrderId, instrument: INSTRUMENT }],
  );
}

/** The venue's report of a full execution of an order, and all that follows from it. */
export function fillStep(inputSeq: number, clientOrderId: string, inboxSeq: number): BuiltStep {
  const executionId = `exec-${clientOrderId}`;
  const quantity = decimal('0.01');
  const price = decimal('50000');
  const fill: Fill = {
    executionId,
    clientOrderId,
    deploymentId: DEPLOYMENT,
    symbol: INSTRUMENT.symbol,
    side: 'BUY',
    quantity,
    price,
    fee: decimal('0.275'),
    feeAsset: 'USDT',
    liquidity: 'TAKER',
    at: MARKET_TIME + inputSeq,
  };
  const position: Position = { symbol: INSTRUMENT.symbol, quantity, cost: decimal('500'), realised: decimal('0'), fees: decimal('0.275') };
  const posting: Posting = {
    reason: 'fill',
    reference: executionId,
    entries: [
      { account: 'wallet', asset: 'USDT', amount: decimal('-0.275') },
      { account: 'fees', asset: 'USDT', amount: decimal('0.275') },
    ],
  };
  const order = buildOrder(clientOrderId, 'FILLED', { filledQuantity: quantity, filledCost: decimal('500'), venueOrderId: 'v1' });
  return buildStep(
    inputSeq,
    [
      { type: 'FillRecorded', fill, realised: '0' },
      { type: 'OrderChanged', change: 'Filled', order, cause: { actor: 'venue' } },
      { type: 'PositionChanged', deploymentId: DEPLOYMENT, position, averagePrice: '50000' },
      { type: 'PositionChanged', deploymentId: null, position, averagePrice: '50000' },
      { type: 'LedgerPosted', posting },
      { type: 'AccountValued', value: { balance: '99999.725', unrealised: '0', realised: '0', fees: '0.275', equity: '99999.725' } },
    ],
    [],
    {
      type: 'report',
      inboxSeq,
      report: {
        kind: 'execution',
        executionId,
        clientOrderId,
        venueSymbol: INSTRUMENT.venueSymbol,
        category: INSTRUMENT.category,
        side: 'BUY',
        quantity: '0.01',
        price: '50000',
        fee: '0.275',
        feeAsset: 'USDT',
        liquidity: 'TAKER',
      },
    },
  );
}

function answerBody(): InputBody {
  return { type: 'answer', answer: { deploymentId: DEPLOYMENT, upTo: 1, commands: [], logs: [], stateHash: 'h' } };
}
