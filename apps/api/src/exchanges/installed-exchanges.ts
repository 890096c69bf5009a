import type { ExchangeSummary } from '@libs/plugin-host';
import type { ExchangeList } from './exchange-list';
import type { Exchange } from './exchanges.types';

/** The list over the installed plugins, which do not change while the process runs. */
export class InstalledExchanges implements ExchangeList {
  private known: Promise<readonly Exchange[]> | null = null;

  constructor(private readonly find: () => Promise<readonly ExchangeSummary[]>) {}

  list(): Promise<readonly Exchange[]> {
    return (this.known ??= this.find().then((found) => found.map(toExchange)));
  }
}

function toExchange({ name, title, verification, tradable, market }: ExchangeSummary): Exchange {
  const { quote = null, trades = null, ticker = null, bar = null, book = null, bookDepths, intervals } = market;
  return { name, title, verification, tradable, quote, trades, ticker, bar, book, bookDepths, intervals };
}
