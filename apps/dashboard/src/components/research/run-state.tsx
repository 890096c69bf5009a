import { mutation } from '@libs/client';
import type { ResearchRun } from '@libs/client';
import { useState } from 'react';
import { useApi } from '../../api/api';
import { RESEARCH } from '../../format/words';
import { isOver } from '../../state/runs';
import { Badge } from '../badge';

/** State of a run: a word, and its progress while it is running. */
export function RunState({ run }: { readonly run: ResearchRun }) {
  const { status, progress, error, cancelRequested } = run;
  if (status !== 'RUNNING') return <Badge word={RESEARCH[status]} detail={error} />;
  const word = cancelRequested ? { ...RESEARCH.RUNNING, label: 'Cancelling' } : RESEARCH.RUNNING;
  const percent = progress === null ? null : Math.floor(progress * 100);
  return (
    <span className="run-state">
      <Badge word={word} />
      <progress aria-label="Progress" max={1} {...(progress === null ? {} : { value: progress })} />
      <span className="percent">{percent === null ? 'reading' : `${percent} %`}</span>
    </span>
  );
}

/** Cancels a run; absent once it is over. */
export function CancelButton({ run, changed }: { readonly run: ResearchRun; readonly changed?: (run: ResearchRun) => void }) {
  const { request } = useApi();
  const [trouble, setTrouble] = useState<string | null>(null);
  if (isOver(run)) return null;
  const cancel = async (): Promise<void> => {
    try {
      const result = await request(mutation.cancelResearchRun, { id: run.id });
      if (result.__typename === 'ResearchRun') changed?.(result);
      else setTrouble(result.message);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button
        type="button"
        className="button small"
        onClick={() => void cancel()}
        disabled={run.cancelRequested}
        aria-label={`Cancel the run of ${run.strategy}`}
      >
        {run.cancelRequested ? 'Cancelling…' : 'Cancel'}
      </button>
      {trouble !== null && (
        <span className="problem" role="alert">
          {trouble}
        </span>
      )}
    </>
  );
}
