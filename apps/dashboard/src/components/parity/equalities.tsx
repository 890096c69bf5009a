import type { EqualShare, ParityScore } from '@libs/client';
import { formatAmount } from '../../format/amount';
import type { Word } from '../../format/words';
import { isWhole } from '../../state/parity';
import { Badge } from '../badge';

export interface EqualitiesProps {
  readonly score: ParityScore;
  /** True if every replay was identical; null while unknown. */
  readonly isReplayed: boolean | null;
}

/** What is equal and what is not, each with its meaning. */
export function Equalities({ score, isReplayed }: EqualitiesProps) {
  const [inputs, answers] = [formatAmount(String(score.inputs)), formatAmount(String(score.answers))];
  return (
    <ul className="equalities" aria-label="What is equal">
      <li>
        <span className="cause-name">Replay</span>
        {isReplayed !== null && <Badge word={isReplayed ? word('good', 'identical') : word('bad', 'differs')} />}
        <span className="cause-meaning">
          Of the recording itself: {inputs} inputs and {answers} answers, played again to the same core and strategy
        </span>
      </li>
      <Counted name="Decisions" share={score.decisions} meaning="Orders that both wanted, of the same kind and size" />
      <Counted name="Fills" share={score.fills} meaning="Orders of which the same was filled, for the same money and the same fee" />
    </ul>
  );
}

function Counted({ name, share, meaning }: { readonly name: string; readonly share: EqualShare | null; readonly meaning: string }) {
  if (!share) return null;
  return (
    <li>
      <span className="cause-name">{name}</span>
      <EqualBadge share={share} />
      <span className="cause-meaning">{meaning}</span>
    </li>
  );
}

/** `12 of 22 equal`; green only if all are. */
export function EqualBadge({ share }: { readonly share: EqualShare | null }) {
  if (!share || share.of === 0) return <>–</>;
  return <Badge word={word(isWhole(share) ? 'good' : 'live', `${share.equal} of ${share.of} equal`)} />;
}

function word(tone: Word['tone'], label: string): Word {
  return { tone, label, meaning: label };
}
