import type { Deployment, ParityScore } from '@libs/client';
import { PARITY } from '../../format/words';
import { formatAmount } from '../../format/amount';
import type { StoredParityReport } from '../../state/parity';
import { Badge } from '../badge';
import { Signed } from '../figures';
import { Panel } from '../panel';
import { share } from './scores-panel';

export interface ScoreHeadProps {
  readonly score: ParityScore;
  readonly report: StoredParityReport | null;
  readonly deployment: Deployment | null;
}

/** The score of one deployment in figures and a sentence. */
export function ScoreHead({ score, report, deployment }: ScoreHeadProps) {
  const asset = score.settleAsset ?? '';
  const equity = report?.report?.equity;
  const title = deployment ? `${deployment.strategy} ${deployment.strategyVersion.split('+')[0]}` : 'Score';
  const stray = report?.replays.find(({ report: replay }) => replay.difference)?.report.difference;
  return (
    <Panel id="score" title={title} aside={<Badge word={PARITY[score.verdict]} />}>
      <dl className="figures" aria-label="Score">
        <Figure name="Replayed" value={report ? (stray ? `differs at input ${stray.inputSeq}` : 'identical') : '…'} />
        <Figure name="Decisions equal" value={share(score.decisions)} />
        <Figure name="Fills equal" value={share(score.fills)} />
        <Figure name="Session" value={equity ? <Signed text={equity.session} unit={asset} /> : '–'} />
        <Figure name="Backtest" value={equity ? <Signed text={equity.backtest} unit={asset} /> : '–'} />
        <Figure name="Difference" value={score.difference === null ? '–' : <Signed text={score.difference} unit={asset} />} />
      </dl>
      <p className="parity-words">
        {PARITY[score.verdict].meaning}. {formatAmount(String(score.inputs))} inputs and {formatAmount(String(score.answers))} answers were
        replayed
        {report?.report && `; the backtest ran on ${report.candles === 'stored' ? 'stored candles' : 'what the session itself was shown'}`}.
      </p>
      {stray && <p className="notice">{`Input ${stray.inputSeq}, ${stray.where}: ${stray.what}`}</p>}
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
