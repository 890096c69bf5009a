import type { ComponentType } from 'react';
import type { NavEntry } from '../components/page-nav';
import { AccountPage } from './account-page';
import { ExchangesPage } from './exchanges-page';
import type { PageProps } from './page-props';

export interface PageRoute {
  readonly pattern: string;
  readonly Page: ComponentType<PageProps>;
}

/** Every page that there is; the first whose pattern fits is shown. */
export const ROUTES: readonly PageRoute[] = [
  { pattern: '/', Page: AccountPage },
  { pattern: '/exchanges', Page: ExchangesPage },
];

export const NAVIGATION: readonly NavEntry[] = [
  { to: '/', label: 'Account' },
  { to: '/exchanges', label: 'Exchanges' },
];
