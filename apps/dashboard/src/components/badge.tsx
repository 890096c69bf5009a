import type { Tone, Word } from '../format/words';

const SHAPES: Readonly<Record<Tone, string>> = {
  good: 'M4 0.5a3.5 3.5 0 1 1 0 7a3.5 3.5 0 1 1 0 -7z',
  warn: 'M4 0.4L7.8 7.4H0.2z',
  bad: 'M0.8 0.8h6.4v6.4H0.8z',
  live: 'M4 0.2L7.8 4L4 7.8L0.2 4z',
  idle: 'M0.8 3.2h6.4v1.6H0.8z',
};

/** A state as shape, word and colour. */
export function Badge({ word, detail }: { readonly word: Word; readonly detail?: string | null }) {
  return (
    <span className={`badge tone-${word.tone}`} title={detail ?? word.meaning}>
      <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true" focusable="false">
        <path d={SHAPES[word.tone]} fill="currentColor" />
      </svg>
      {word.label}
    </span>
  );
}
