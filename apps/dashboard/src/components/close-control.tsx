import { mutation } from '@libs/client';
import type { Deployment, Position } from '@libs/client';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api';
import { useCommand } from '../hooks/use-command';
import { holdingsOf } from '../state/shown-deployment';
import { CommandDialog } from './command-dialog';
import { useDigits } from './instruments';
import { Holding } from './positions-panel';

export interface CloseControlProps {
  readonly deployment: Deployment;
  /** What each deployment of the account holds. */
  readonly shares: readonly Position[];
}

/** What a strategy holds, of one that was stopped or broke too, and a way to close it in its own book. */
export function CloseControl({ deployment, shares }: CloseControlProps) {
  const digits = useDigits();
  const [asked, ask] = useState<string | null>(null);
  return (
    <>
      {holdingsOf(deployment.id, shares).map(({ symbol, quantity }) => (
        <div key={symbol} className="strategy-head">
          <p>
            Holds <Holding quantity={quantity} digits={digits(symbol)} /> {symbol}
          </p>
          <button
            type="button"
            className="button small"
            onClick={() => ask(symbol)}
            aria-haspopup="dialog"
            aria-label={`Close ${symbol} of ${deployment.strategy}…`}
          >
            Close…
          </button>
        </div>
      ))}
      {asked !== null && <CloseDialog deployment={deployment} symbol={asked} onEnd={() => ask(null)} />}
    </>
  );
}

interface CloseDialogProps {
  readonly deployment: Deployment;
  readonly symbol: string;
  readonly onEnd: () => void;
}

/** Open from its first moment; sending is the confirmation. */
function CloseDialog({ deployment, symbol, onEnd }: CloseDialogProps) {
  const { request } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const command = useCommand();
  useEffect(() => dialog.current?.showModal(), []);
  const { id: deploymentId, strategy, status } = deployment;
  const isOver = status === 'STOPPED' || status === 'FAULTED';
  return (
    <CommandDialog
      ref={dialog}
      title={`Close ${symbol} of ${strategy}`}
      command={command}
      verb="Close position"
      isDanger
      submit={() => command.send((idempotencyKey) => request(mutation.closePosition, { deploymentId, symbol, idempotencyKey }))}
      onClose={onEnd}
    >
      <p>
        All that it holds is closed at the market. Its orders that would close the same are cancelled first.
        {!isOver && ' It goes on and may enter again; stop it first if it should not.'}
      </p>
    </CommandDialog>
  );
}
