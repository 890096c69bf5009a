import type { Exchange, Transport } from '@libs/client';
import { useDeferredValue, useState } from 'react';
import { VERIFICATION } from '../format/words';
import { matchingExchanges } from '../state/matching-exchanges';
import { Badge } from './badge';
import { DataTable } from './data-table';
import type { Column } from './data-table';
import { Empty, Panel } from './panel';

const COLUMNS: readonly Column<Exchange>[] = [
  { key: 'title', header: 'Exchange', narrow: 'lead', cell: ({ title, name }) => <Named title={title} name={name} /> },
  { key: 'tested', header: 'Tested', narrow: 'trail', cell: ({ verification }) => <Badge word={VERIFICATION[verification]} /> },
  { key: 'use', header: 'Use', narrow: 'plain', cell: ({ tradable }) => (tradable ? 'trading' : 'data only') },
  { key: 'quote', header: 'Quotes', cell: ({ quote }) => comes(quote) },
  { key: 'trades', header: 'Trades', cell: ({ trades }) => comes(trades) },
  { key: 'ticker', header: 'Ticker', cell: ({ ticker }) => comes(ticker) },
  { key: 'bar', header: 'Bars', cell: ({ bar }) => comes(bar) },
  { key: 'book', header: 'Book', cell: ({ book }) => comes(book) },
];

export interface ExchangesPanelProps {
  /** Null until loaded. */
  readonly exchanges: readonly Exchange[] | null;
}

/** All available exchanges, and what each supports. */
export function ExchangesPanel({ exchanges }: ExchangesPanelProps) {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const found = matchingExchanges(exchanges ?? [], wanted);
  return (
    <Panel id="exchanges" title="Exchanges">
      <label className="search">
        <span>Search</span>
        <input
          type="search"
          value={text}
          placeholder="kraken, verified, trading…"
          onChange={({ target }) => setText(target.value)}
          autoComplete="off"
          spellCheck={false}
        />
        <output className="count">{`${found.length} of ${exchanges?.length ?? 0}`}</output>
      </label>
      {found.length > 0 ? (
        <DataTable label="Exchanges" columns={COLUMNS} rows={found} keyOf={({ name }) => name} />
      ) : (
        <Empty>{emptyWords(exchanges, wanted)}</Empty>
      )}
    </Panel>
  );
}

function Named({ title, name }: { readonly title: string; readonly name: string }) {
  return (
    <>
      {title} <span className="terms">{name}</span>
    </>
  );
}

function comes(transport: Transport | null): string {
  if (transport === null) return '–';
  return transport === 'STREAM' ? 'stream' : 'polled';
}

function emptyWords(exchanges: readonly Exchange[] | null, text: string): string {
  if (exchanges === null) return 'Waiting for the list of exchanges…';
  if (exchanges.length === 0) return 'No exchange plugin is built; run npm run build.';
  return `No exchange has “${text.trim()}” in its name. Try part of a name, or verified, unverified, trading.`;
}
