import { mutation } from '@libs/client';
import type { Deployment } from '@libs/client';
import { useEffect, useRef, useState } from 'react';
import { useApi } from '../api/api';
import { useCommand } from '../hooks/use-command';
import { CommandDialog, ReasonField } from './command-dialog';

/** Stops a strategy, or dismisses its fault. */
export function StopControl({ deployment }: { readonly deployment: Deployment }) {
  const [isAsked, ask] = useState(false);
  const isFaulted = deployment.status === 'FAULTED';
  return (
    <>
      {deployment.status !== 'STOPPED' && (
        <button type="button" className={isFaulted ? 'button' : 'button danger'} onClick={() => ask(true)} aria-haspopup="dialog">
          {isFaulted ? 'Dismiss fault…' : 'Stop…'}
        </button>
      )}
      {isAsked && <StopDialog deployment={deployment} onEnd={() => ask(false)} />}
    </>
  );
}

/** Open from its first moment; sending is the confirmation. */
function StopDialog({ deployment, onEnd }: { readonly deployment: Deployment; readonly onEnd: () => void }) {
  const { request } = useApi();
  const dialog = useRef<HTMLDialogElement>(null);
  const command = useCommand();
  const [reason, setReason] = useState('');
  // If a strategy faults while the dialog is open, the dialog becomes that of dismissing the fault.
  const isFaulted = deployment.status === 'FAULTED';
  useEffect(() => dialog.current?.showModal(), []);
  const { id, strategy, symbol } = deployment;
  return (
    <CommandDialog
      ref={dialog}
      title={isFaulted ? `Dismiss the fault of ${strategy}` : `Stop ${strategy}`}
      command={command}
      verb={isFaulted ? 'Dismiss fault' : 'Stop strategy'}
      isDanger={!isFaulted}
      submit={() => command.send(() => request(mutation.stopDeployment, { id, reason: reason.trim() }))}
      onClose={onEnd}
    >
      <p>
        {isFaulted
          ? 'The strategy stays stopped and is no longer shown as trouble; the exits that it has placed, which go on until now, are cancelled. What broke is kept in its reason and in the audit log.'
          : 'Its open orders are cancelled, those that protect its position too.'}{' '}
        A position in {symbol} stays as it is.
      </p>
      <ReasonField reason={reason} set={setReason} />
    </CommandDialog>
  );
}
