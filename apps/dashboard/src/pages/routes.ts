import type { ComponentType } from 'react';
import type { NavEntry } from '../components/page-nav';
import { AccountPage } from './account-page';
import { BacktestsPage } from './backtests-page';
import { ComparePage } from './compare-page';
import { ExchangesPage } from './exchanges-page';
import { OptimisationsPage } from './optimisations-page';
import type { PageProps } from './page-props';
import { ParityPage } from './parity-page';
import { ReportPage } from './report-page';

export interface PageRoute {
  readonly pattern: string;
  readonly Page: ComponentType<PageProps>;
}

/** All pages; the first matching pattern is shown. */
export const ROUTES: readonly PageRoute[] = [
  { pattern: '/', Page: AccountPage },
  { pattern: '/backtests', Page: BacktestsPage },
  { pattern: '/backtests/:id', Page: ReportPage },
  { pattern: '/backtests/compare/:ids', Page: ComparePage },
  { pattern: '/optimisation', Page: OptimisationsPage },
  { pattern: '/optimisation/:id', Page: ReportPage },
  { pattern: '/parity', Page: ParityPage },
  { pattern: '/parity/:id', Page: ParityPage },
  { pattern: '/exchanges', Page: ExchangesPage },
];

export const NAVIGATION: readonly NavEntry[] = [
  { to: '/', label: 'Account' },
  { to: '/backtests', label: 'Backtests' },
  { to: '/optimisation', label: 'Optimisation' },
  { to: '/parity', label: 'Parity' },
  { to: '/exchanges', label: 'Exchanges' },
];
