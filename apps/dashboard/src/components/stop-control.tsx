import { mutation } from '@libs/client';
import type { Deployment } from '@libs/client';
import { useRef, useState } from 'react';
import { useApi } from '../api/api';
import { useCommand } from '../hooks/use-command';
import { CommandDialog, ReasonField } from './command-dialog';

/** Stops a strategy, or dismisses the fault of one that broke. */
export function StopControl({ deployment }: { readonly deployment: Deployment }) {
  const { request } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const command = useCommand();
  const [reason, setReason] = useState('');
  if (deployment.status === 'STOPPED') return null;
  const isFaulted = deployment.status === 'FAULTED';
  const { id, strategy, symbol } = deployment;
  const reset = (): void => {
    setReason('');
    command.reset();
  };
  return (
    <>
      <button
        type="button"
        className={isFaulted ? 'button' : 'button danger'}
        onClick={() => dialog.current?.showModal()}
        aria-haspopup="dialog"
      >
        {isFaulted ? 'Dismiss fault…' : 'Stop…'}
      </button>
      <CommandDialog
        ref={dialog}
        title={isFaulted ? `Dismiss the fault of ${strategy}` : `Stop ${strategy}`}
        command={command}
        verb={isFaulted ? 'Dismiss fault' : 'Stop strategy'}
        isDanger={!isFaulted}
        submit={() => command.send(() => request(mutation.stopDeployment, { id, reason: reason.trim() }))}
        onClose={reset}
      >
        <p>
          {isFaulted
            ? `The strategy stays stopped and is no longer shown as trouble. What broke is kept in its reason and in the audit log.`
            : `Its open orders are cancelled, those that protect its position too.`}{' '}
          A position in {symbol} stays as it is.
        </p>
        <ReasonField reason={reason} set={setReason} />
      </CommandDialog>
    </>
  );
}
