import type { Deployment, ParityScore } from '@libs/client';
import { pointsOf, verdictOf } from '../../state/parity';
import type { StoredParityReport } from '../../state/parity';
import { Badge } from '../badge';
import { Delta, Signed } from '../figures';
import { Panel } from '../panel';
import { Equalities } from './equalities';

export interface ScoreHeadProps {
  readonly score: ParityScore;
  readonly report: StoredParityReport | null;
  readonly deployment: Deployment | null;
}

/** The score of one deployment: the money of both sides, and how much is equal. */
export function ScoreHead({ score, report, deployment }: ScoreHeadProps) {
  const asset = score.settleAsset ?? '';
  const equity = report?.report?.equity;
  const title = deployment ? [deployment.strategy, deployment.symbol, deployment.interval].filter(Boolean).join(' · ') : 'Score';
  const strayed = report?.replays.find(({ report: replay }) => replay.difference)?.report;
  const stray = strayed?.difference ?? null;
  const changes = strayed?.changes ?? [];
  const points = score.difference === null ? null : pointsOf(score.difference, score.turnover);
  const verdict = verdictOf(score);
  return (
    <Panel id="score" title={title} aside={<Badge word={verdict} />}>
      <dl className="figures" aria-label="Score">
        <Figure name="Session" value={equity ? <Signed text={equity.session} unit={asset} /> : '–'} />
        <Figure name="Backtest" value={equity ? <Signed text={equity.backtest} unit={asset} /> : '–'} />
        <Figure name="Difference" value={score.difference === null ? '–' : <Delta text={score.difference} unit={asset} />} />
        {points !== null && <Figure name="Of turnover" value={<Delta text={points} unit="bps" />} />}
      </dl>
      <p className="parity-words">
        {verdict.meaning}.
        {report?.report && ` The backtest ran on ${report.candles === 'stored' ? 'stored candles' : 'what the session itself was shown'}.`}
      </p>
      <Equalities score={score} isReplayed={report === null ? null : stray === null} />
      {stray && <p className="notice">{`Input ${stray.inputSeq}, ${stray.where}: ${stray.what}`}</p>}
      {changes.length > 0 && <p className="notice">{`That may be the only cause: ${changes.join('; ')}.`}</p>}
      {report?.report?.bugs.map(({ clientOrderId, what }) => (
        <p key={`${clientOrderId} ${what}`} className="notice">
          {clientOrderId === null ? '' : `Order ${clientOrderId}: `}
          {what}
        </p>
      ))}
      {report?.notes.map((note) => (
        <p key={note} className="parity-words">
          {note}
        </p>
      ))}
    </Panel>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: React.ReactNode }) {
  return (
    <div className="figure">
      <dt className="figure-name">{name}</dt>
      <dd className="figure-value">{value}</dd>
    </div>
  );
}
