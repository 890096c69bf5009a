import { alertOf } from './alert';
import type { Alert, Told } from './alert';

interface Missing {
  readonly clientOrderId: string;
  readonly deploymentId: string;
  readonly symbol: string;
  readonly exit: 'stop' | 'take-profit' | 'close';
  readonly left: string;
  readonly orders: number;
  readonly why: string;
}

/** Journal events about failing or given-up exits, and about positions. */
export type ExitNews =
  | ({ readonly type: 'ExitGivenUp' } & Missing)
  | ({ readonly type: 'ExitFailing'; readonly nextTryAt: number } & Missing)
  | { readonly type: 'ExitFailingOver'; readonly clientOrderId: string; readonly by: string; readonly status: string }
  | {
      readonly type: 'PositionChanged';
      readonly deploymentId: string | null;
      readonly position: { readonly symbol: string; readonly quantity: string };
    };

type Begun = Extract<ExitNews, { readonly exit: unknown }>;
type NewsOf<Type extends ExitNews['type']> = Extract<ExitNews, { readonly type: Type }>;

const KINDS = { ExitGivenUp: 'exit-given-up', ExitFailing: 'exit-failing' } as const;

/** What is left open, and what to do. */
const REST: Readonly<Record<Begun['type'], Readonly<Record<Begun['exit'], string>>>> = {
  ExitGivenUp: {
    stop: 'have no stop; unless the strategy closes them, run "plimsoll close", then resume trading if the account is REDUCING',
    'take-profit': 'have no take-profit and keep their stop; "plimsoll close" closes them and cancels the stop',
    close: 'are still held; once the cause is fixed, run "plimsoll close" again',
  },
  ExitFailing: {
    stop: 'have no stop until then; check whether the exchange can be reached, and resume trading afterwards if the account is REDUCING',
    'take-profit': 'have no take-profit until then and keep their stop',
    close: 'are still held until then',
  },
};

/** Alerts about failing and given-up exits: one for each, and one when it gets through or its position is closed. */
export class ExitAlerts {
  /** By kind and client order id. */
  private readonly open = new Map<string, Begun>();

  /** Nothing if the event concerns no alert. */
  take(news: ExitNews, told: Told): readonly Alert[] {
    switch (news.type) {
      case 'ExitGivenUp':
      case 'ExitFailing':
        return this.begin(news, told);
      case 'ExitFailingOver':
        return this.through(news, told);
      case 'PositionChanged':
        return this.closed(news, told);
    }
  }

  private begin(news: Begun, told: Told): readonly Alert[] {
    const { clientOrderId, deploymentId, symbol, left } = news;
    if (this.open.has(keyOf(news))) return [];
    this.open.set(keyOf(news), news);
    const text = `${whatOf(news)}: ${left} ${symbol} of deployment ${deploymentId} ${REST[news.type][news.exit]}`;
    return [alertOf(KINDS[news.type], told, { what: clientOrderId, state: 'RAISED', severity: 'critical', text })];
  }

  private through({ clientOrderId, by, status }: NewsOf<'ExitFailingOver'>, told: Told): readonly Alert[] {
    const news = this.open.get(keyOf({ type: 'ExitFailing', clientOrderId }));
    return news ? [this.end(news, told, `${nameOf(news)} is no longer retried: its last order ${by} is ${status}`)] : [];
  }

  private closed({ deploymentId, position: { symbol, quantity } }: NewsOf<'PositionChanged'>, told: Told): readonly Alert[] {
    if (!/^-?[0.]+$/.test(quantity)) return [];
    const isEnded = (exit: Begun): boolean => exit.symbol === symbol && (deploymentId === null || exit.deploymentId === deploymentId);
    return [...this.open.values()].filter(isEnded).map((news) => {
      const { clientOrderId, exit } = news;
      // A close by hand stays out of the strategy's book.
      const text =
        deploymentId === null
          ? `The account no longer holds the ${symbol} that the ${exit} ${clientOrderId} was to close`
          : `The position that the ${exit} ${clientOrderId} of ${symbol} was to close is closed`;
      return this.end(news, told, text);
    });
  }

  private end(news: Begun, told: Told, text: string): Alert {
    this.open.delete(keyOf(news));
    return alertOf(KINDS[news.type], told, { what: news.clientOrderId, state: 'RESOLVED', severity: 'info', text });
  }
}

function keyOf({ type, clientOrderId }: Pick<Begun, 'type' | 'clientOrderId'>): string {
  return `${type} ${clientOrderId}`;
}

function nameOf({ exit, clientOrderId, symbol }: Begun): string {
  return `The ${exit} ${clientOrderId} of ${symbol}`;
}

function whatOf(news: Begun): string {
  const orders = `${news.orders} ${news.orders === 1 ? 'order' : 'orders'} (${news.why})`;
  if (news.type === 'ExitGivenUp') return `${nameOf(news)} was given up after ${orders}`;
  return `${nameOf(news)} failed with ${orders} and is retried, next at ${new Date(news.nextTryAt).toISOString()}`;
}
