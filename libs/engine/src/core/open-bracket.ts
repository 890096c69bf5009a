import { Decimal } from '@libs/kernel';
import type { Denial, Instrument } from '@libs/kernel';
import type { StrategyCommand } from '@libs/sdk';
import { placeOrder } from './intent';
import type { Intent } from './intent';
import { markOf } from './market';
import type { CoreState, DeploymentState } from './state';
import type { Turn } from './turn';

type BracketCommand = Extract<StrategyCommand, { readonly kind: 'bracket' }>;

/** Places the entry of a bracket; its exits follow its fills. */
export function openBracket(
  turn: Turn,
  deployment: DeploymentState,
  { entry, stopLoss, takeProfit }: BracketCommand,
  origin: Omit<Intent, 'request'>,
): void {
  const { state } = turn;
  const instrument = state.instruments.get(entry.symbol);
  const read = instrument && readPrices(state, instrument, { entry, stopLoss, takeProfit });
  const refusal = origin.refusal ?? (read && 'code' in read ? read : undefined);
  const { clientOrderId: id, denial } = placeOrder(turn, { ...origin, request: entry, ...(refusal === undefined ? {} : { refusal }) });
  if (denial !== null || read === undefined || 'code' in read) return;
  deployment.brackets.set(id, {
    id,
    symbol: entry.symbol,
    side: entry.side,
    ...read,
    entered: Decimal.ZERO,
    exited: Decimal.ZERO,
    exits: [],
    stop: null,
    target: null,
    asked: null,
    isReplacing: false,
    isStopOver: false,
    isTargetOver: false,
  });
}

interface Prices {
  readonly stopLoss: Decimal;
  readonly takeProfit?: Decimal;
}

/** The prices of the exits, or why they are invalid for the entry. */
function readPrices(
  state: CoreState,
  { tickSize, symbol }: Instrument,
  { entry, stopLoss, takeProfit }: Pick<BracketCommand, 'entry' | 'stopLoss'> & { takeProfit: string | undefined },
): Prices | Denial {
  const stop = read(stopLoss);
  const target = takeProfit === undefined ? undefined : read(takeProfit);
  const from = entry.price === undefined ? markOf(state, symbol) : read(entry.price);
  for (const [name, price, text] of [['stopLoss', stop, stopLoss] as const, ['takeProfit', target, takeProfit] as const])
    if (price === null || (price !== undefined && !(price.sign > 0 && price.isMultipleOf(tickSize))))
      return invalid(
        `a multiple of ${tickSize} above zero`,
        String(text),
        `${name} ${text} is not a price on the tick size ${tickSize} of ${symbol}`,
      );
  if (from !== null && !isBetween(from, { stop: stop!, target: target ?? undefined, isBuy: entry.side === 'BUY' })) {
    const limit = entry.side === 'BUY' ? 'stopLoss < entry < takeProfit' : 'takeProfit < entry < stopLoss';
    return invalid(
      limit,
      `${stopLoss}, ${from}, ${takeProfit ?? 'none'}`,
      `a ${entry.side} bracket of ${symbol} at ${from} needs ${limit}, not stopLoss ${stopLoss} and takeProfit ${takeProfit ?? 'none'}`,
    );
  }
  return { stopLoss: stop!, ...(target ? { takeProfit: target } : {}) };
}

function isBetween(
  from: Decimal,
  { stop, target, isBuy }: { readonly stop: Decimal; readonly target: Decimal | undefined; readonly isBuy: boolean },
): boolean {
  const [low, high] = isBuy ? [stop, target] : [target, stop];
  return (low === undefined || low.lt(from)) && (high === undefined || high.gt(from));
}

function read(text: string): Decimal | null {
  try {
    return Decimal.parse(text);
  } catch {
    return null;
  }
}

function invalid(limit: string, value: string, message: string): Denial {
  return { code: 'INVALID_REQUEST', limit, value, message };
}
