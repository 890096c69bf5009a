import type { StoredCandles, StrategyParameter } from '@libs/client';
import type { InputHTMLAttributes, ReactNode } from 'react';
import { readable } from '../../format/words';
import type { BoundField } from '../../hooks/use-run-form';
import { rangeOf } from '../../state/backtest-form';
import type { TermField } from '../../state/backtest-form';

/** A field as described by the strategy's schema. */
export function ParamInput({
  parameter,
  candles,
  ...field
}: BoundField & { readonly parameter: StrategyParameter; readonly candles: readonly StoredCandles[] }) {
  const { name, type, description, options, minimum, maximum } = parameter;
  const hint = [description, rangeOf(parameter)].filter(Boolean).join('; ');
  if (type === 'boolean')
    return (
      <Labelled name={readable(name)} hint={hint} {...field}>
        <input
          {...described(field)}
          type="checkbox"
          checked={field.value === 'true'}
          onChange={({ target }) => field.set(String(target.checked))}
        />
      </Labelled>
    );
  if (options)
    return (
      <Labelled name={readable(name)} hint={hint} {...field}>
        <Select {...field} options={options.map((option) => [option, option])} />
      </Labelled>
    );
  const isNumber = type === 'number' || type === 'integer';
  const isSymbol = type === 'symbol';
  const number = { type: 'number', step: type === 'integer' ? 1 : 'any', min: minimum ?? undefined, max: maximum ?? undefined } as const;
  return (
    <Labelled name={readable(name)} hint={hint} {...field}>
      <Text
        {...field}
        {...(isNumber ? number : { type: 'text', inputMode: type === 'decimal' ? 'decimal' : 'text' })}
        list={isSymbol ? `${field.id}-known` : undefined}
        required={parameter.default === null}
      />
      {isSymbol && (
        <datalist id={`${field.id}-known`}>
          {[...new Set(candles.map(({ symbol }) => symbol))].map((symbol) => (
            <option key={symbol} value={symbol} />
          ))}
        </datalist>
      )}
    </Labelled>
  );
}

const TYPES: Readonly<Record<Exclude<TermField['type'], 'choice'>, Attributes>> = {
  text: { type: 'text' },
  date: { type: 'date', min: '1970-01-01', max: '9999-12-31' },
  decimal: { type: 'text', inputMode: 'decimal' },
  whole: { type: 'number', step: 1 },
};

export function TermInput({ term, ...field }: BoundField & { readonly term: TermField }) {
  return (
    <Labelled name={term.label} hint={term.hint} {...field}>
      {term.type === 'choice' ? <Select {...field} options={term.options ?? []} /> : <Text {...field} {...TYPES[term.type]} />}
    </Labelled>
  );
}

type Attributes = Omit<InputHTMLAttributes<HTMLInputElement>, keyof BoundField>;

function Select({ id, value, problem, set, options }: BoundField & { readonly options: readonly (readonly [string, string])[] }) {
  return (
    <select {...described({ id, problem })} value={value} onChange={({ target }) => set(target.value)}>
      {!options.some(([known]) => known === value) && <option value={value}>{value || '…'}</option>}
      {options.map(([known, words]) => (
        <option key={known} value={known}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Text({ id, value, problem, set, ...more }: BoundField & Attributes) {
  return (
    <input
      {...more}
      {...described({ id, problem })}
      value={value}
      onChange={({ target }) => set(target.value)}
      autoComplete="off"
      spellCheck={false}
    />
  );
}

function Labelled({
  id,
  name,
  hint,
  problem,
  children,
}: Pick<BoundField, 'id' | 'problem'> & { readonly name: string; readonly hint: string; readonly children: ReactNode }) {
  return (
    <div className={problem === null ? 'field' : 'field has-problem'}>
      <label className="field-name" htmlFor={id}>
        {name}
      </label>
      {children}
      <small className={problem === null ? 'hint' : 'problem'} id={`${id}-hint`} role={problem === null ? undefined : 'alert'}>
        {problem ?? hint}
      </small>
    </div>
  );
}

function described({ id, problem }: Pick<BoundField, 'id' | 'problem'>) {
  return { id, 'aria-describedby': `${id}-hint`, 'aria-invalid': problem !== null || undefined } as const;
}
