import type { StoredCandles, Strategy } from '@libs/client';
import type { RunForm } from '../../hooks/use-run-form';
import { paramField } from '../../state/backtest-form';
import { LABEL, OTHERS, namesOf, otherField } from '../../state/other-strategies';
import { ParamInput, TermInput } from './form-fields';

export interface OtherStrategiesProps {
  readonly form: RunForm;
  readonly strategies: readonly Strategy[];
  readonly others: readonly Strategy[];
  readonly candles: readonly StoredCandles[];
}

/** Further strategies on a backtest's account, each with the fields of its own schema. */
export function OtherStrategies({ form, strategies, others, candles }: OtherStrategiesProps) {
  const { id, set, problem } = form.bind(OTHERS);
  const last = others.at(-1);
  return (
    <>
      {others.map((other, place) => (
        <fieldset key={`${place} ${other.name}`}>
          <legend>And {other.title}</legend>
          <div className="field-grid">
            <TermInput term={LABEL} {...form.bind(otherField(place, LABEL.name))} />
            {other.parameters.map((parameter) => (
              <ParamInput
                key={parameter.name}
                parameter={parameter}
                candles={candles}
                {...form.bind(otherField(place, paramField(parameter.name)))}
              />
            ))}
          </div>
        </fieldset>
      ))}
      <div className={problem === null ? 'field' : 'field has-problem'}>
        <label className="field-name" htmlFor={id}>
          One more on the account
        </label>
        <select id={id} value="" onChange={({ target }) => set(`${namesOf(others)} ${target.value}`.trim())}>
          <option value="">…</option>
          {strategies.map(({ name, title }) => (
            <option key={name} value={name}>
              {title} ({name})
            </option>
          ))}
        </select>
        <small className={problem === null ? 'hint' : 'problem'} role={problem === null ? undefined : 'alert'}>
          {problem ?? 'receives each event after the others'}
        </small>
        {last && (
          <button type="button" className="button" onClick={() => set(namesOf(others.slice(0, -1)))}>
            Without {last.title}
          </button>
        )}
      </div>
    </>
  );
}
