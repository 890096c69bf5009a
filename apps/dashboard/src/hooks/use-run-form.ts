import { ApiUnreachable } from '@libs/client';
import type { ResearchRun, ResearchRunResult, Strategy } from '@libs/client';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { BadField } from '../state/bad-field';
import type { Fields } from '../state/backtest-form';
import { newKey } from '../state/idempotency-key';

export interface BoundField {
  readonly id: string;
  readonly value: string;
  /** What is wrong with it, in one sentence. */
  readonly problem: string | null;
  readonly set: (value: string) => void;
}

export interface RunFormParts {
  readonly strategies: readonly Strategy[];
  /** Every field that the form has, with what stands in it before anybody touches it; which those are may follow from what was typed. */
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
  /** What is wrong with no field that the form has. */
  readonly trouble: string | null;
}

interface Trouble {
  /** Null: not about one field. */
  readonly field: string | null;
  readonly message: string;
}

/** The life of a form that asks for a run: what was typed, what is wrong with it, and sending it once. Null without a strategy. */
export function useRunForm({ strategies, usual, send, started }: RunFormParts): RunForm | null {
  const form = useId();
  const [name, setName] = useState<string | null>(null);
  const [typed, setTyped] = useState<Fields>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const strategy = strategies.find((one) => one.name === name) ?? strategies[0];
  if (!strategy) return null;
  const fields: Fields = { ...usual(strategy, typed), ...typed };

  const set = (field: string, value: string): void => {
    setTyped((known) => ({ ...known, [field]: value }));
    // What is wrong with another field still is.
    setTrouble((known) => (known !== null && known.field !== null && known.field !== field ? known : null));
    setKey(newKey());
  };
  const choose = (chosen: string): void => {
    setName(chosen);
    setTyped({});
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
      // The key stays: sending again is the same run, not a second one.
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

/** The field of the form that holds it: what is wrong with one of a list, such as `signals.3.name`, stands with the list. */
function placeOf(field: string, fields: Fields): string {
  const [list = ''] = field.split('.');
  return !(field in fields) && list in fields ? list : field;
}

function wordsOf(error: unknown): string {
  if (error instanceof ApiUnreachable) return 'No answer came, so it is not known whether the run was taken. Sending again is safe.';
  return error instanceof Error ? error.message : String(error);
}
