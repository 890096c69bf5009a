import type { Category } from '@libs/kernel';
import type { ExitMode, ExitRule } from '@libs/simulation';
import { badParameter, type Parameters } from '../parameters';
import { fromWire, TRIGGER_BY } from './names';
import { readChoice, readDecimal, readPrice } from './read-number';

export const TRIGGER_SOURCES = fromWire(TRIGGER_BY);
const MODES: Readonly<Record<string, ExitMode>> = { Full: 'FULL', Partial: 'PARTIAL' };
const EXIT_TYPES = { Market: 'Market', Limit: 'Limit' } as const;

/** The names under which one exit comes. */
const NAMES = {
  takeProfit: { price: 'takeProfit', by: 'tpTriggerBy', type: 'tpOrderType', limit: 'tpLimitPrice' },
  stopLoss: { price: 'stopLoss', by: 'slTriggerBy', type: 'slOrderType', limit: 'slLimitPrice' },
} as const;

export type ExitName = keyof typeof NAMES;

/** What a request says about one exit: undefined leaves it as it is, null takes it away. */
export function readExit(parameters: Parameters, name: ExitName, before?: ExitRule): ExitRule | null | undefined {
  const names = NAMES[name];
  const price = readDecimal(parameters, names.price);
  if (price && price.sign < 0) throw badParameter(`params error: ${name} invalid`);
  if (price?.isZero) return null;
  const type = readChoice(parameters, names.type, EXIT_TYPES);
  const limit = readPrice(parameters, names.limit) ?? before?.limit;
  const source = readChoice(parameters, names.by, TRIGGER_SOURCES) ?? before?.source ?? 'LAST';
  const trigger = price ?? before?.price;
  if (!trigger || (!price && !parameters.has(names.limit) && !parameters.has(names.by))) return undefined;
  if (type === 'Limit' && !limit) throw badParameter(`params error: ${names.limit} is required`);
  const isLimit = limit !== undefined && type !== 'Market';
  return { price: trigger, source, ...(isLimit ? { limit } : {}) };
}

export function readExitMode(parameters: Parameters): ExitMode | undefined {
  return readChoice(parameters, 'tpslMode', MODES);
}

export interface AttachedExits {
  readonly takeProfit?: ExitRule;
  readonly stopLoss?: ExitRule;
  readonly exitMode?: ExitMode;
}

/** The exits that come with a new order. A limit exit needs `tpslMode` Partial on contracts: Full exits are market orders. */
export function readAttachedExits(parameters: Parameters, category: Category): AttachedExits {
  const [takeProfit, stopLoss] = [readExit(parameters, 'takeProfit'), readExit(parameters, 'stopLoss')];
  if (!takeProfit && !stopLoss) return {};
  const exitMode = category === 'spot' ? 'PARTIAL' : (readExitMode(parameters) ?? 'FULL');
  refuseFullLimit(exitMode, takeProfit, stopLoss);
  return { exitMode, ...(takeProfit ? { takeProfit } : {}), ...(stopLoss ? { stopLoss } : {}) };
}

export function refuseFullLimit(mode: ExitMode, ...exits: readonly (ExitRule | null | undefined)[]): void {
  if (mode === 'FULL' && exits.some((exit) => exit?.limit !== undefined))
    throw badParameter('params error: tpOrderType and slOrderType must be Market when tpslMode is Full');
}
