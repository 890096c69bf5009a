import type { Order } from '@libs/client';
import { useRef } from 'react';
import { orderSentence } from '../format/words';
import { badOrders, wordOf } from '../state/order-news';
import { Announcer } from './announcer';

/** Announces refused and lost orders to screen readers: the newest, and the number of others. */
export function OrderAnnouncer({ isLoaded, orders }: { readonly isLoaded: boolean; readonly orders: readonly Order[] }) {
  const said = useRef<ReadonlySet<string>>(new Set());
  const news = (isFirst: boolean): string | null => {
    const bad = badOrders(orders, said.current);
    said.current = new Set(orders.map(wordOf));
    const [newest] = bad;
    if (isFirst || !newest) return null;
    return `${orderSentence(newest)}.${bad.length > 1 ? ` ${bad.length - 1} more orders were refused or lost.` : ''}`;
  };
  return <Announcer isLoaded={isLoaded} news={news} />;
}
