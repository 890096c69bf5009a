import { mutation } from '@libs/client';
import type { Position } from '@libs/client';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api';
import { useCommand } from '../hooks/use-command';
import { holdingsOf } from '../state/shown-deployment';
import { CommandDialog } from './command-dialog';
import { useDigits } from './instruments';
import { Holding } from './holding';
import { Unrealised } from './mark';

/** The owner of a holding. */
export interface Holder {
  readonly id: string;
  /** After the symbol: `of ema-cross`. */
  readonly words: string;
  /** What else to know before closing the position. */
  readonly note: string | null;
}

export interface CloseControlProps {
  readonly holder: Holder;
  /** The holdings of each owner on the account. */
  readonly shares: readonly Position[];
}

/** The holding of a deployment (also a stopped or faulted one) or of manual orders, with a control that closes it in its own book. */
export function CloseControl({ holder, shares }: CloseControlProps) {
  const digits = useDigits();
  const [asked, ask] = useState<string | null>(null);
  return (
    <>
      {holdingsOf(holder.id, shares).map(({ symbol, quantity, mark }) => (
        <div key={symbol} className="strategy-head">
          <p>
            Holds <Holding quantity={quantity} digits={digits(symbol)} /> {symbol} <Unrealised mark={mark} />
          </p>
          <button
            type="button"
            className="button small"
            onClick={() => ask(symbol)}
            aria-haspopup="dialog"
            aria-label={`Close ${symbol} ${holder.words}…`}
          >
            Close…
          </button>
        </div>
      ))}
      {asked !== null && <CloseDialog holder={holder} symbol={asked} onEnd={() => ask(null)} />}
    </>
  );
}

interface CloseDialogProps {
  readonly holder: Holder;
  readonly symbol: string;
  readonly onEnd: () => void;
}

/** Open from its first moment; sending is the confirmation. */
function CloseDialog({ holder, symbol, onEnd }: CloseDialogProps) {
  const { request } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const command = useCommand();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <CommandDialog
      ref={dialog}
      title={`Close ${symbol} ${holder.words}`}
      command={command}
      verb="Close position"
      isDanger
      submit={() => command.send((idempotencyKey) => request(mutation.closePosition, { deploymentId: holder.id, symbol, idempotencyKey }))}
      onClose={onEnd}
    >
      <p>All of it is closed at the market. Orders of the same hand that would close it too are cancelled first. {holder.note}</p>
    </CommandDialog>
  );
}
