import type { Account } from '@libs/client';
import { useRef } from 'react';
import { TRADING } from '../format/words';
import type { Word } from '../format/words';
import { Badge } from './badge';
import { TradingDialog } from './trading-dialog';

/** The account's trading state and the control that changes it. */
export function TradingControl({ account, refresh }: { readonly account: Account; readonly refresh: () => Promise<void> }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isActive = account.tradingState === 'ACTIVE';
  return (
    <div className="trading" role="group" aria-label="Trading state">
      <Badge word={tradingWord(account)} />
      <button
        type="button"
        className={isActive ? 'button danger' : 'button'}
        onClick={() => dialog.current?.showModal()}
        aria-haspopup="dialog"
      >
        {isActive ? 'Halt…' : 'Resume…'}
      </button>
      <TradingDialog ref={dialog} account={account} onDone={refresh} />
    </div>
  );
}

/** A refused account keeps a state for later; it does not describe the present. */
function tradingWord({ status, statusReason, tradingState }: Account): Word {
  if (status === 'REFUSED') return { label: 'Not traded', tone: 'bad', meaning: statusReason ?? 'Its trader will not start' };
  const word = TRADING[tradingState];
  return { ...word, label: `Trading ${word.label.toLowerCase()}` };
}
