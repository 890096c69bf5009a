import type { Strategy } from '@libs/client';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { RunForm } from '../../hooks/use-run-form';
import { FINE_TERMS, TERMS } from '../../state/backtest-form';
import type { TermField } from '../../state/backtest-form';
import { SIGNALS } from '../../state/signal-lines';
import { TermInput } from './form-fields';
import { SignalsField } from './signals-field';

export function StrategyChoice({
  form,
  strategies,
  hint,
}: {
  readonly form: RunForm;
  readonly strategies: readonly Strategy[];
  readonly hint: string;
}) {
  return (
    <label className="field">
      <span className="field-name">Strategy</span>
      <select value={form.strategy.name} onChange={({ target }) => form.choose(target.value)}>
        {strategies.map(({ name, title }) => (
          <option key={name} value={name}>
            {title} ({name})
          </option>
        ))}
      </select>
      <small className="hint">{hint}</small>
    </label>
  );
}

export function TermFields({
  form,
  legend,
  terms,
}: {
  readonly form: RunForm;
  readonly legend: string;
  readonly terms: readonly TermField[];
}) {
  return (
    <fieldset>
      <legend>{legend}</legend>
      <TermGrid form={form} terms={terms} />
    </fieldset>
  );
}

/** Options of every run on stored data; the rarer ones are collapsed unless one was typed before or has a problem. */
export function UsualTerms({ form }: { readonly form: RunForm }) {
  const signals = form.bind(SIGNALS);
  return (
    <>
      <TermFields form={form} legend="Time and money" terms={TERMS} />
      <Folded
        title="Fees, fills, leverage, funding"
        isUsed={FINE_TERMS.some(({ name, usual }) => form.bind(name).value !== usual)}
        hasProblem={FINE_TERMS.some(({ name }) => form.bind(name).problem !== null)}
      >
        <TermGrid form={form} terms={FINE_TERMS} />
      </Folded>
      <Folded title="External signals" isUsed={signals.value !== ''} hasProblem={signals.problem !== null}>
        <SignalsField {...signals} />
      </Folded>
    </>
  );
}

interface FoldedProps {
  readonly title: string;
  readonly isUsed: boolean;
  readonly hasProblem: boolean;
  readonly children: ReactNode;
}

/** Begins open if it holds input; opens for a problem, and stays open while it is being fixed. */
function Folded({ title, isUsed, hasProblem, children }: FoldedProps) {
  const [isOpen, setOpen] = useState(isUsed);
  if (hasProblem && !isOpen) setOpen(true);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

export function FormEnd({ form, label }: { readonly form: RunForm; readonly label: string }) {
  return (
    <div className="form-end">
      <p className="dialog-message" role="alert">
        {form.trouble}
      </p>
      <button type="submit" className="button primary" disabled={form.isSending}>
        {form.isSending ? 'Sending…' : label}
      </button>
    </div>
  );
}

function TermGrid({ form, terms }: { readonly form: RunForm; readonly terms: readonly TermField[] }) {
  return (
    <div className="field-grid">
      {terms.map((term) => (
        <TermInput key={term.name} {...form.bind(term.name)} term={term} />
      ))}
    </div>
  );
}
