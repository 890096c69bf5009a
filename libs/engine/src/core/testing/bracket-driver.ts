import type { StrategyCommand } from '@libs/sdk';
import type { TradingCore } from '../trading-core';
import { CoreDriver, market } from './core-driver';

type Entry = Extract<StrategyCommand, { kind: 'bracket' }>['entry'];

export function bracket(changes: Partial<Entry> = {}, exits: { stopLoss?: string; takeProfit?: string | null } = {}): StrategyCommand {
  const { kind: _kind, ...entry } = market({ quantity: '3', ...changes }) as Extract<StrategyCommand, { kind: 'submit' }>;
  const { stopLoss = '95', takeProfit = '110' } = exits;
  return { kind: 'bracket', entry, stopLoss, ...(takeProfit === null ? {} : { takeProfit }) };
}
export const resting = (changes: Partial<Entry> = {}, exits: Parameters<typeof bracket>[1] = {}) =>
  bracket({ type: 'LIMIT', price: '99', timeInForce: 'GTC', ...changes }, exits);

/** What is open, in words. */
export function open(driver: CoreDriver): string[] {
  return driver.core.openOrders().map(({ side, status, quantity, filledQuantity, stop, price }) => {
    const at = stop ? `stop ${stop}` : (price ?? 'market').toString();
    return `${side} ${quantity.minus(filledQuantity)} ${at} ${status}`;
  });
}

export function entered(command = bracket(), filled = '3'): { driver: CoreDriver; id: string } {
  const driver = new CoreDriver().running();
  const id = driver.accepted(command);
  driver.settle().fill(id, 'x1', filled, '100.1');
  driver.settle();
  return { driver, id };
}

const idOf = (driver: CoreDriver, what: (order: ReturnType<TradingCore['openOrders']>[number]) => boolean): string =>
  driver.core.openOrders().find(what)!.clientOrderId;
export const target = (driver: CoreDriver): string => idOf(driver, ({ bracket: of, stop }) => of !== undefined && stop === undefined);
export const stopOf = (driver: CoreDriver): string => idOf(driver, ({ stop }) => stop !== undefined);
export const canceled = (driver: CoreDriver, id: string) =>
  driver.report({
    kind: 'order',
    clientOrderId: id,
    venueOrderId: `v-${id}`,
    status: 'CANCELED',
    filledQuantity: String(driver.core.order(id)!.filledQuantity),
  });
