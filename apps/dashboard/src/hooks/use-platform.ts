import { query, subscription } from '@libs/client';
import type { Account, Deployment, Exchange, PlatformStatus, Strategy } from '@libs/client';
import { useCallback, useEffect, useState } from 'react';
import { useApi } from '../api/api';
import { useReload } from './use-reload';
import { useSubscription } from './use-subscription';

/** Accounts have no stream of their own; a halt from the command line appears within this time. */
const ACCOUNTS_EVERY_MS = 4_000;

export function useStatus(): PlatformStatus | null {
  const { request } = useApi();
  const [status, setStatus] = useState<PlatformStatus | null>(null);
  useReload('status', async () => setStatus(await request(query.status, {})));
  useSubscription(subscription.status, {}, setStatus);
  return status;
}

export interface Accounts {
  /** Null until the first answer. */
  readonly accounts: readonly Account[] | null;
  readonly failure: Error | null;
  readonly refresh: () => Promise<void>;
}

export function useAccounts(): Accounts {
  const { request } = useApi();
  const [accounts, setAccounts] = useState<readonly Account[] | null>(null);
  const refresh = useCallback(async () => setAccounts(await request(query.accounts, {})), [request]);
  const failure = useReload('accounts', refresh);
  useEffect(() => {
    // The connection state shows a failed poll, and the next one recovers.
    const timer = setInterval(() => void refresh().catch(() => undefined), ACCOUNTS_EVERY_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { accounts, failure, refresh };
}

/** Those of all accounts; null until the first answer. */
export function useDeployments(accounts: readonly Account[]): readonly Deployment[] | null {
  const { request, live } = useApi();
  const [deployments, setDeployments] = useState<readonly Deployment[] | null>(null);
  const [news, hear] = useState(0);
  useReload(`deployments ${news}`, async () => setDeployments(await request(query.deployments, {})));
  const ids = accounts.map(({ id }) => id).join(' ');
  useEffect(() => {
    const known = ids.split(' ').filter((id) => id !== '');
    const stops = known.map((accountId) =>
      live.subscribe(subscription.deployments, () => ({ accountId }), { next: () => hear((count) => count + 1) }),
    );
    return () => stops.forEach((stop) => stop());
  }, [live, ids]);
  return deployments;
}

export function useStrategies(): readonly Strategy[] {
  const { request } = useApi();
  const [strategies, setStrategies] = useState<readonly Strategy[]>([]);
  useReload('strategies', async () => setStrategies(await request(query.strategies, {})));
  return strategies;
}

/** Null until the first answer. */
export function useExchanges(): readonly Exchange[] | null {
  const { request } = useApi();
  const [exchanges, setExchanges] = useState<readonly Exchange[] | null>(null);
  useReload('exchanges', async () => setExchanges(await request(query.exchanges, {})));
  return exchanges;
}
