import type { Account, ConnectionState, PlatformStatus } from '@libs/client';

/** One line above everything, for anything without which the page would mislead. */
export function Banner({
  connection,
  status,
  account,
  failure,
}: {
  readonly connection: ConnectionState;
  readonly status: PlatformStatus | null;
  readonly account: Account | null;
  readonly failure: Error | null;
}) {
  const message = messageOf(connection, status, account, failure);
  return (
    <div role="status" aria-live="polite">
      {message && <p className="banner">{message}</p>}
    </div>
  );
}

function messageOf(
  connection: ConnectionState,
  status: PlatformStatus | null,
  account: Account | null,
  failure: Error | null,
): string | null {
  if (connection === 'reconnecting')
    return 'Reconnecting to the platform. Everything below is the last that arrived; nothing will be missing when the line is back.';
  if (failure) return `The platform does not answer as it should (${failure.message}). Trying again.`;
  if (account?.status === 'REFUSED') return `The account ${account.name} is not traded. ${account.statusReason}`;
  if (account?.statusReason)
    return `The account ${account.name} ${account.status === 'DISABLED' ? 'is disabled: ' : ''}${account.statusReason}.`;
  if (account && account.tradingState !== 'ACTIVE') return tradingWords(account);
  const market = status?.market;
  if (market && market.state !== 'running') return market.reason ?? `The market is ${market.state}.`;
  return null;
}

function tradingWords({ name, tradingState, tradingReason }: Account): string {
  const reason = tradingReason === null ? '' : `: ${tradingReason}`;
  return `The account ${name} ${tradingState === 'HALTED' ? 'is halted' : 'only reduces'}${reason}.`;
}
