import type { Account, AccountValue } from '@libs/client';
import type { ReactNode } from 'react';
import { formatAmount, netProfit, percentOf } from '../format/amount';
import { Signed } from './figures';

export interface KeyFiguresProps {
  readonly account: Account;
  readonly value: AccountValue | null;
  /** There is a position without a trusted price. */
  readonly isDoubted: boolean;
}

/** The account in one line: its equity, profit, and their components. */
export function KeyFigures({ account, value, isDoubted }: KeyFiguresProps) {
  const known = value ?? account.value;
  if (!known) {
    return (
      <section className="figures" aria-label="Account value">
        <Figure name="Equity" isMain>
          <span className="even">{account.status === 'STARTING' ? 'the account is starting…' : 'no value yet'}</span>
        </Figure>
      </section>
    );
  }
  const profit = netProfit(known);
  const percent = percentOf(profit, known.equity);
  const note = isDoubted ? 'last known' : undefined;
  return (
    <section className="figures" aria-label={`Account value in ${account.settleAsset}`}>
      <Figure name="Equity" unit={account.settleAsset} note={note} isMain>
        {formatAmount(known.equity, { digits: 2 })}
      </Figure>
      <Figure name="P&L after fees" note={note} isMain>
        <Signed text={profit} />{' '}
        {percent !== null && (
          <small>
            <Signed text={percent} unit="%" />
          </small>
        )}
      </Figure>
      <Figure name="Unrealised" note={note}>
        <Signed text={known.unrealised} />
      </Figure>
      <Figure name="Realised">
        <Signed text={known.realised} />
      </Figure>
      <Figure name="Fees">{formatAmount(known.fees, { digits: 2 })}</Figure>
      <Figure name="Balance">{formatAmount(known.balance, { digits: 2 })}</Figure>
    </section>
  );
}

interface FigureProps {
  readonly name: string;
  readonly unit?: string;
  /** Why it cannot be trusted. */
  readonly note?: string | undefined;
  readonly isMain?: boolean;
  readonly children: ReactNode;
}

function Figure({ name, unit, note, isMain = false, children }: FigureProps) {
  return (
    <div
      className={`figure${isMain ? ' main-figure' : ''}${note ? ' doubted' : ''}`}
      role="group"
      aria-label={note ? `${name}, ${note}` : name}
    >
      <span className="figure-name" aria-hidden="true">
        {name}
        {unit && <span className="unit"> {unit}</span>}
        {note && <span className="tone-warn"> {note}</span>}
      </span>
      <span className="figure-value">{children}</span>
    </div>
  );
}
