import { ApiUnreachable } from '@libs/client';
import type { ResearchRun, ResearchRunResult, Strategy } from '@libs/client';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { BadField } from '../state/bad-field';
import { withoutParams } from '../state/backtest-form';
import type { Fields } from '../state/backtest-form';
import { newKey } from '../state/idempotency-key';
import { useKept } from './use-kept';

export interface BoundField {
  readonly id: string;
  readonly value: string;
  /** The problem, in one sentence. */
  readonly problem: string | null;
  readonly set: (value: string) => void;
}

export interface RunFormParts {
  /** Its input is kept under this name while the dashboard is open. */
  readonly keep: string;
  readonly strategies: readonly Strategy[];
  /** Every field of the form with its initial value; the set of fields may depend on the input. */
  readonly usual: (strategy: Strategy, typed: Fields) => Fields;
  readonly send: (strategy: Strategy, fields: Fields, key: string) => Promise<ResearchRunResult>;
  readonly started: (run: ResearchRun) => void;
}

export interface RunForm {
  readonly strategy: Strategy;
  readonly choose: (name: string) => void;
  readonly bind: (field: string) => BoundField;
  readonly submit: (event: FormEvent) => void;
  readonly isSending: boolean;
  /** Problems that belong to no field of the form. */
  readonly trouble: string | null;
}

interface Trouble {
  /** Null: not about one field. */
  readonly field: string | null;
  readonly message: string;
}

/** The state of a form that starts a run: input, problems, and sending it once. Null without a strategy. */
export function useRunForm({ keep, strategies, usual, send, started }: RunFormParts): RunForm | null {
  const form = useId();
  const [name, setName] = useKept<string | null>(`${keep} strategy`, null);
  const [typed, setTyped] = useKept<Fields>(`${keep} fields`, {});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const strategy = strategies.find((one) => one.name === name) ?? strategies[0];
  if (!strategy) return null;
  const fields: Fields = { ...usual(strategy, typed), ...typed };

  const set = (field: string, value: string): void => {
    setTyped((known) => ({ ...known, [field]: value }));
    // Problems of other fields remain.
    setTrouble((known) => (known !== null && known.field !== null && known.field !== field ? known : null));
    setKey(newKey());
  };
  const choose = (chosen: string): void => {
    setName(chosen);
    setTyped(withoutParams);
    setTrouble(null);
    setKey(newKey());
  };
  const sendAll = async (): Promise<void> => {
    setSending(true);
    try {
      const result = await send(strategy, fields, key);
      if (result.__typename === 'ResearchRun') {
        started(result);
        setTrouble(null);
        setKey(newKey());
      } else setTrouble({ field: result.__typename === 'InvalidInput' ? placeOf(result.field, fields) : null, message: result.message });
    } catch (error) {
      // Keeps the key: sending again is the same run, not a second one.
      setTrouble({ field: error instanceof BadField ? error.field : null, message: wordsOf(error) });
    } finally {
      setSending(false);
    }
  };
  return {
    strategy,
    choose,
    isSending,
    bind: (field) => ({
      id: `${form}-${field}`,
      value: fields[field] ?? '',
      problem: trouble?.field === field ? trouble.message : null,
      set: (value) => set(field, value),
    }),
    submit: (event) => {
      event.preventDefault();
      void sendAll();
    },
    trouble: trouble && (trouble.field === null || !(trouble.field in fields)) ? trouble.message : null,
  };
}

/** The form field for a problem: one about a list item, such as `signals.3.name`, belongs to the list. */
function placeOf(field: string, fields: Fields): string {
  const [list = ''] = field.split('.');
  return !(field in fields) && list in fields ? list : field;
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiUnreachable) return 'No answer came, so it is not known whether the run was taken. Sending again is safe.';
  return error instanceof Error ? error.message : String(error);
}
