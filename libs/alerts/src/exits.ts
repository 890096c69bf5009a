import { alertOf } from './alert';
import type { Alert, Told } from './alert';

/** An account's news of an exit that is sent no more, and of positions, as its journal has them. */
export type ExitNews =
  | {
      readonly type: 'ExitGivenUp';
      readonly clientOrderId: string;
      readonly deploymentId: string;
      readonly symbol: string;
      readonly exit: 'stop' | 'take-profit' | 'close';
      readonly left: string;
      readonly orders: number;
      readonly why: string;
    }
  | {
      readonly type: 'PositionChanged';
      readonly deploymentId: string | null;
      readonly position: { readonly symbol: string; readonly quantity: string };
    };

type GivenUp = Extract<ExitNews, { type: 'ExitGivenUp' }>;

/** How what is left stands, and what to do. */
const REST: Readonly<Record<GivenUp['exit'], string>> = {
  stop: 'stand without a stop; unless the strategy closes them, do so with plimsoll close, then resume trading if the account only reduces',
  'take-profit': 'have no take-profit, and keep their stop; plimsoll close takes the profit, and the stop with it',
  close: 'are still held; once what stopped the close is over, plimsoll close tries again',
};

/** The alerts of exits that were given up: one for each, and one when what it was to close is closed. */
export class GivenUpExitAlerts {
  /** By client order id. */
  private readonly open = new Map<string, GivenUp>();

  /** Nothing where the news is none of an alert. */
  take(news: ExitNews, told: Told): readonly Alert[] {
    return news.type === 'ExitGivenUp' ? this.begin(news, told) : this.end(news, told);
  }

  private begin(news: GivenUp, told: Told): readonly Alert[] {
    const { clientOrderId, deploymentId, symbol, exit, left, orders, why } = news;
    if (this.open.has(clientOrderId)) return [];
    this.open.set(clientOrderId, news);
    const gone = `The ${exit} ${clientOrderId} of ${symbol} is given up after ${orders} ${orders === 1 ? 'order' : 'orders'} (${why})`;
    const text = `${gone}: ${left} ${symbol} of the deployment ${deploymentId} ${REST[exit]}`;
    return [alertOf('exit-given-up', told, { what: clientOrderId, state: 'RAISED', severity: 'critical', text })];
  }

  private end(
    { deploymentId, position: { symbol, quantity } }: Extract<ExitNews, { type: 'PositionChanged' }>,
    told: Told,
  ): readonly Alert[] {
    if (!/^-?[0.]+$/.test(quantity)) return [];
    const isEnded = (exit: GivenUp): boolean => exit.symbol === symbol && (deploymentId === null || exit.deploymentId === deploymentId);
    const ended = [...this.open.values()].filter(isEnded);
    for (const { clientOrderId } of ended) this.open.delete(clientOrderId);
    return ended.map(({ clientOrderId, exit }) => {
      // What is closed by hand stays in the books of the strategy.
      const text =
        deploymentId === null
          ? `The account holds no ${symbol} any more, which the ${exit} ${clientOrderId} was to close`
          : `Nothing of what the ${exit} ${clientOrderId} of ${symbol} was to close is open any more`;
      return alertOf('exit-given-up', told, { what: clientOrderId, state: 'RESOLVED', severity: 'info', text });
    });
  }
}
