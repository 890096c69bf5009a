import { ApiUnreachable, mutation } from '@libs/client';
import type { ResearchRun, StoredCandles, Strategy } from '@libs/client';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { useApi } from '../../api/api';
import { FINE_TERMS, TERMS, inputOf, paramField, usualFields } from '../../state/backtest-form';
import type { Fields } from '../../state/backtest-form';
import { newKey } from '../../state/idempotency-key';
import { ParamInput, TermInput } from './form-fields';

export interface BacktestFormProps {
  readonly strategies: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
  readonly started: (run: ResearchRun) => void;
}

interface Trouble {
  /** Null: not about one field. */
  readonly field: string | null;
  readonly message: string;
}

/** Asks for a backtest; its fields are those of the strategy's own schema. */
export function BacktestForm({ strategies, candles, started }: BacktestFormProps) {
  const { request } = useApi();
  const form = useId();
  const [name, setName] = useState<string | null>(null);
  const [typed, setTyped] = useState<Fields>({});
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [isSending, setSending] = useState(false);
  const [key, setKey] = useState(newKey);
  const strategy = strategies.find((one) => one.name === name) ?? strategies[0];
  if (!strategy) return null;
  const fields: Fields = { ...usualFields(strategy, candles), ...typed };
  const set = (field: string, value: string): void => {
    setTyped((known) => ({ ...known, [field]: value }));
    setTrouble((known) => (known?.field === field ? null : known));
    setKey(newKey());
  };

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setSending(true);
    try {
      const result = await request(mutation.startBacktest, { input: inputOf(strategy, fields, key) });
      if (result.__typename === 'ResearchRun') {
        started(result);
        setTrouble(null);
        setKey(newKey());
      } else setTrouble({ field: result.__typename === 'InvalidInput' ? result.field : null, message: result.message });
    } catch (error) {
      // The key stays: sending again is the same run, not a second one.
      const silent = 'No answer came, so it is not known whether the run was taken. Sending again is safe.';
      setTrouble({
        field: null,
        message: error instanceof ApiUnreachable ? silent : error instanceof Error ? error.message : String(error),
      });
    } finally {
      setSending(false);
    }
  };
  const shown = [...TERMS, ...FINE_TERMS].map((term) => term.name as string).concat(strategy.parameters.map((one) => paramField(one.name)));
  const isOwn = (field: string): string | null => (trouble?.field === field ? trouble.message : null);
  const rest = trouble && (trouble.field === null || !shown.includes(trouble.field)) ? trouble.message : null;

  return (
    <form className="run-form" aria-label="Start a backtest" onSubmit={(event) => void send(event)}>
      <label className="field">
        <span className="field-name">Strategy</span>
        <select value={strategy.name} onChange={({ target }) => (setName(target.value), setTyped({}), setTrouble(null), setKey(newKey()))}>
          {strategies.map((one) => (
            <option key={one.name} value={one.name}>
              {one.title} ({one.name})
            </option>
          ))}
        </select>
        <small className="hint">{strategy.description}</small>
      </label>
      <fieldset>
        <legend>Parameters</legend>
        <div className="field-grid">
          {strategy.parameters.map((parameter) => {
            const field = paramField(parameter.name);
            const bound = {
              id: `${form}-${field}`,
              value: fields[field] ?? '',
              problem: isOwn(field),
              set: (value: string) => set(field, value),
            };
            return <ParamInput key={parameter.name} parameter={parameter} candles={candles} {...bound} />;
          })}
        </div>
      </fieldset>
      <fieldset>
        <legend>Time and money</legend>
        <div className="field-grid">
          {TERMS.map((term) => (
            <TermInput key={term.name} {...bind(term.name)} term={term} />
          ))}
        </div>
      </fieldset>
      <details open={FINE_TERMS.some((term) => isOwn(term.name) !== null) || undefined}>
        <summary>Fees, slippage, latency</summary>
        <div className="field-grid">
          {FINE_TERMS.map((term) => (
            <TermInput key={term.name} {...bind(term.name)} term={term} />
          ))}
        </div>
      </details>
      <div className="form-end">
        <p className="dialog-message" role="alert">
          {rest}
        </p>
        <button type="submit" className="button primary" disabled={isSending}>
          {isSending ? 'Sending…' : 'Start backtest'}
        </button>
      </div>
    </form>
  );

  function bind(field: string) {
    return { id: `${form}-${field}`, value: fields[field] ?? '', problem: isOwn(field), set: (value: string) => set(field, value) };
  }
}
