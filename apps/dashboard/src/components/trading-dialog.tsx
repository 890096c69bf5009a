import { mutation } from '@libs/client';
import type { Account, TradingState } from '@libs/client';
import { useState } from 'react';
import type { RefObject } from 'react';
import { useApi } from '../api/api';
import { TRADING } from '../format/words';
import { useCommand } from '../hooks/use-command';
import { CommandDialog, ReasonField } from './command-dialog';

export interface TradingDialogProps {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly account: Account;
  readonly onDone: () => Promise<void>;
}

const STATES: readonly TradingState[] = ['HALTED', 'REDUCING', 'ACTIVE'];
const VERBS: Readonly<Record<TradingState, string>> = { HALTED: 'Halt trading', REDUCING: 'Only reduce', ACTIVE: 'Resume trading' };

/** Collects the new state and a reason; sending is the confirmation. */
export function TradingDialog({ ref, account, onDone }: TradingDialogProps) {
  const { request } = useApi();
  const command = useCommand();
  const [state, setState] = useState<TradingState | null>(null);
  const [reason, setReason] = useState('');
  const chosen = state ?? (account.tradingState === 'ACTIVE' ? 'HALTED' : 'ACTIVE');

  const reset = (): void => {
    setState(null);
    setReason('');
    command.reset();
  };
  const submit = (): Promise<boolean> =>
    command.send(async (idempotencyKey) => {
      const input = { accountId: account.id, state: chosen, reason: reason.trim(), idempotencyKey };
      const result = await request(mutation.setTradingState, { input });
      await onDone();
      return result;
    });

  return (
    <CommandDialog
      ref={ref}
      title={`Trading on “${account.name}”`}
      command={command}
      verb={VERBS[chosen]}
      isDanger={chosen !== 'ACTIVE'}
      isReady={chosen !== account.tradingState}
      submit={submit}
      onClose={reset}
    >
      <StateChoice current={account.tradingState} chosen={chosen} choose={setState} />
      <ReasonField reason={reason} set={setReason} />
    </CommandDialog>
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
