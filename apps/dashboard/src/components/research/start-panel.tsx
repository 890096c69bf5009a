import { useEffect, useEffectEvent, useState } from 'react';
import type { ReactNode } from 'react';
import { useMedia } from '../../hooks/use-media';
import { isFolded } from '../../state/folding';
import { Panel } from '../panel';

/** The form is above the runs then; see `.research` in the styles. */
const ONE_COLUMN = '(max-width: 980px)';

export interface StartPanelProps {
  readonly title: string;
  /** Null while unknown. */
  readonly hasRuns: boolean | null;
  /** Counts what was started here. */
  readonly started: number;
  /** Announced to screen readers. */
  readonly said: string;
  readonly children: ReactNode;
}

/** A form that starts runs. If it is above existing runs, it is collapsed behind a button, and closes when it has started one. */
export function StartPanel({ title, hasRuns, started, said, children }: StartPanelProps) {
  const isAbove = useMedia(ONE_COLUMN);
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const folded = isFolded({ isAbove, hasRuns, isOpened: openedAt === started });
  // The focused element is collapsed.
  const leave = useEffectEvent(() => isAbove && document.getElementById('runs')?.focus());
  useEffect(() => {
    if (started > 0) leave();
  }, [started]);
  const canFold = isAbove && hasRuns !== false;
  return (
    <Panel
      id="start"
      title={title}
      aside={
        canFold && (
          <button
            type="button"
            className="button small"
            aria-expanded={!folded}
            aria-controls="start-form"
            onClick={() => setOpenedAt(folded ? started : null)}
          >
            {folded ? 'Open the form' : 'Close the form'}
          </button>
        )
      }
    >
      <div id="start-form" hidden={folded} onFocus={() => setOpenedAt(started)}>
        {children}
      </div>
      <p className="heard-only" role="status">
        {said}
      </p>
    </Panel>
  );
}
