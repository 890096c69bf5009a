import { useId } from 'react';
import type { FormEvent, ReactNode, RefObject } from 'react';
import type { Command } from '../hooks/use-command';

export interface CommandDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly title: string;
  readonly command: Command;
  /** Text of the submit button. */
  readonly verb: string;
  readonly isDanger: boolean;
  /** False while there is nothing to send. */
  readonly isReady?: boolean;
  /** Resolves to true if it was carried out, which closes the dialog. */
  readonly submit: () => Promise<boolean>;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Collects a command's input; sending is the confirmation. */
export function CommandDialog(props: CommandDialogProps) {
  const { ref, title, command, verb, isDanger, isReady = true, submit, onClose, children } = props;
  const titleId = useId();
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (await submit()) ref.current?.close();
  };
  return (
    <dialog ref={ref} className="dialog" aria-labelledby={titleId} onClose={onClose}>
      <form onSubmit={(event) => void send(event)}>
        <h2 id={titleId}>{title}</h2>
        {children}
        <p className="dialog-message" role="alert">
          {command.message}
        </p>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => ref.current?.close()}>
            {command.message === null ? 'Back' : 'Close'}
          </button>
          <button type="submit" className={isDanger ? 'button danger solid' : 'button primary'} disabled={command.isSending || !isReady}>
            {command.isSending ? 'Sending…' : verb}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** The user's reason. */
export function ReasonField({ reason, set }: { readonly reason: string; readonly set: (reason: string) => void }) {
  return (
    <label className="field">
      <span>Reason, kept in the audit log</span>
      <input
        value={reason}
        onChange={(event) => set(event.target.value)}
        required
        pattern=".*\S.*"
        maxLength={200}
        autoComplete="off"
        autoFocus
      />
    </label>
  );
}
