import { ApiUnreachable, mutation } from '@libs/client';
import type { Account, AccountResult, TradingState } from '@libs/client';
import { useState } from 'react';
import type { FormEvent, RefObject } from 'react';
import { useApi } from '../api/api';
import { TRADING } from '../format/words';
import { newKey } from '../state/idempotency-key';

export interface TradingDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly account: Account;
  readonly onDone: () => Promise<void>;
}

const STATES: readonly TradingState[] = ['HALTED', 'REDUCING', 'ACTIVE'];
const VERBS: Readonly<Record<TradingState, string>> = { HALTED: 'Halt trading', REDUCING: 'Only reduce', ACTIVE: 'Resume trading' };

/** Asks for the new state and a reason; sending is the confirmation. */
export function TradingDialog({ ref, account, onDone }: TradingDialogProps) {
  const { request } = useApi();
  const [state, setState] = useState<TradingState | null>(null);
  const [reason, setReason] = useState('');
  const [message, setMessage] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const chosen = state ?? (account.tradingState === 'ACTIVE' ? 'HALTED' : 'ACTIVE');

  const reset = (): void => {
    setState(null);
    setReason('');
    setMessage(null);
    setKey(newKey());
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    try {
      const result = await request(mutation.setTradingState, {
        input: { accountId: account.id, state: chosen, reason: reason.trim(), idempotencyKey: key },
      });
      await onDone();
      const trouble = troubleOf(result);
      setMessage(trouble);
      if (trouble === null) ref.current?.close();
      else setKey(newKey());
    } catch (error) {
      // The key stays: sending again is the same command, not a second one.
      setMessage(
        error instanceof ApiUnreachable
          ? 'No answer came, so it is not known whether this was carried out. Sending again is safe.'
          : String(error),
      );
    } finally {
      setSending(false);
    }
  };

  return (
    <dialog ref={ref} className="dialog" aria-labelledby="trading-title" onClose={reset}>
      <form onSubmit={(event) => void send(event)}>
        <h2 id="trading-title">Trading on “{account.name}”</h2>
        <StateChoice current={account.tradingState} chosen={chosen} choose={setState} />
        <label className="field">
          <span>Reason, kept in the audit log</span>
          <input
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
            pattern=".*\S.*"
            maxLength={200}
            autoComplete="off"
            autoFocus
          />
        </label>
        <p className="dialog-message" role="alert">
          {message}
        </p>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={() => ref.current?.close()}>
            Cancel
          </button>
          <button
            type="submit"
            className={chosen === 'ACTIVE' ? 'button primary' : 'button danger solid'}
            disabled={isSending || chosen === account.tradingState}
          >
            {isSending ? 'Sending…' : VERBS[chosen]}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function StateChoice({
  current,
  chosen,
  choose,
}: {
  readonly current: TradingState;
  readonly chosen: TradingState;
  readonly choose: (state: TradingState) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>New state</legend>
      {STATES.map((state) => (
        <label key={state} className="choice">
          <input
            type="radio"
            name="state"
            value={state}
            checked={chosen === state}
            disabled={current === state}
            onChange={() => choose(state)}
          />
          <span>
            <strong>{TRADING[state].label}</strong>
            {current === state && ' (now)'}
            <small>{TRADING[state].meaning}.</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** Null when it was carried out. */
function troubleOf(result: AccountResult): string | null {
  switch (result.__typename) {
    case 'Account':
      return null;
    case 'Pending':
      return 'The command is written down and will be carried out; the trader has not confirmed it yet.';
    case 'InvalidInput':
    case 'NotFound':
    case 'Refused':
      return result.message;
  }
}
