import { useState } from 'react';
import type { BoundField } from '../../hooks/use-run-form';

const HINT = 'for strategies with onSignal: one a line, as in the file of plimsoll backtest --signals; at most 2000';
const EXAMPLE = '{"at":"2026-01-31T09:30Z","name":"score","value":0.9,"expiresInSeconds":60}';

/** External signals, typed or from a file. */
export function SignalsField({ id, value, problem, set }: BoundField) {
  const [unread, setUnread] = useState<string | null>(null);
  const read = async (file: File): Promise<void> => {
    try {
      set(await file.text());
      setUnread(null);
    } catch {
      setUnread(`${file.name} cannot be read.`);
    }
  };
  const trouble = unread ?? problem;
  return (
    <div className={trouble === null ? 'field' : 'field has-problem'}>
      <label className="field-name" htmlFor={id}>
        Signals
      </label>
      <textarea
        id={id}
        rows={4}
        value={value}
        placeholder={EXAMPLE}
        onChange={({ target }) => set(target.value)}
        aria-describedby={`${id}-hint`}
        aria-invalid={trouble !== null || undefined}
        autoComplete="off"
        spellCheck={false}
      />
      <small className={trouble === null ? 'hint' : 'problem'} id={`${id}-hint`} role={trouble === null ? undefined : 'alert'}>
        {trouble ?? HINT}
      </small>
      <input
        type="file"
        aria-label="Signals from a file"
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void read(file);
        }}
      />
    </div>
  );
}
