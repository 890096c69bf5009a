import type { Account, Exchange, PlatformStatus, Strategy } from '@libs/client';

/** What every page is given. */
export interface PageProps {
  readonly status: PlatformStatus | null;
  /** Null until they are known. */
  readonly accounts: readonly Account[] | null;
  /** The one that the header shows. */
  readonly account: Account | null;
  readonly strategies: readonly Strategy[];
  /** Null until they are known. */
  readonly exchanges: readonly Exchange[] | null;
  readonly isDark: boolean;
  /** The own parts of the page's address, by name. */
  readonly parts: Readonly<Record<string, string>>;
}
