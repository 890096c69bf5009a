import { query } from '@libs/client';
import { CauseBars } from '../components/parity/cause-bars';
import { DifferencesPanel } from '../components/parity/differences-panel';
import { ScoreHead } from '../components/parity/score-head';
import { ScoresPanel } from '../components/parity/scores-panel';
import { Empty } from '../components/panel';
import { useAnswer } from '../hooks/use-answer';
import { useParity } from '../hooks/use-parity';
import { useTitle } from '../hooks/use-title';
import type { StoredParityReport } from '../state/parity';
import type { PageProps } from './page-props';

/** How sessions compare with backtests of the same period: all deployments, and one of them in full. */
export function ParityPage({ parts, accounts }: PageProps) {
  useTitle('Parity');
  const parity = useParity();
  const chosen = parts['id'] ?? parity.deployments?.find(({ id }) => parity.scores.has(id))?.id ?? null;
  const score = chosen === null ? undefined : parity.scores.get(chosen);
  const wanted = score ? { deploymentId: score.deploymentId, sessionId: score.sessionId } : null;
  const { answer } = useAnswer(query.parityReport, wanted, score?.measuredAt);
  const report = answer as StoredParityReport | null;
  return (
    <div className="parity">
      <ScoresPanel {...parity} chosen={chosen} accounts={accounts ?? []} />
      {chosen !== null && parity.deployments !== null && !score && (
        <Empty>This deployment has not been measured yet. Measure it above; that takes a few seconds and does not disturb trading.</Empty>
      )}
      {score && (
        <div className="parity-detail">
          <ScoreHead score={score} report={report} deployment={parity.deployments?.find(({ id }) => id === score.deploymentId) ?? null} />
          <CauseBars score={score} report={report} />
          {report?.report && <DifferencesPanel report={report.report} asset={score.settleAsset ?? ''} />}
        </div>
      )}
    </div>
  );
}
