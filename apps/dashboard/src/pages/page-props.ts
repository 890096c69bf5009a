import type { Account, Exchange, PlatformStatus, Strategy } from '@libs/client';

/** Props of every page. */
export interface PageProps {
  readonly status: PlatformStatus | null;
  /** Null until loaded. */
  readonly accounts: readonly Account[] | null;
  /** The account shown in the header. */
  readonly account: Account | null;
  readonly strategies: readonly Strategy[];
  /** Null until loaded. */
  readonly exchanges: readonly Exchange[] | null;
  readonly isDark: boolean;
  /** The parameters of the page's path, by name. */
  readonly parts: Readonly<Record<string, string>>;
}
