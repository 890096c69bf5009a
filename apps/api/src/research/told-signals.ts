import type { RecordedSignal } from '@libs/backtest';
import { InvalidSpec } from '@libs/research';
import { checkSignal, expiryOf } from '../signals/signal-rules';
import type { RecordedSignalInput } from './research.types';

/** More would come along with the run wherever it is stored and read. */
const MOST = 2_000;
const SOURCE = 'api';

/** Signals of a run in order of time, judged as those of a running strategy; throws `InvalidSpec` for the first that makes no sense. */
export function toldSignals(asked: readonly RecordedSignalInput[]): readonly RecordedSignal[] {
  if (asked.length > MOST) throw new InvalidSpec('signals', `at most ${MOST}`, String(asked.length));
  return asked.map(toldSignal).sort((a, b) => a.at - b.at);
}

function toldSignal({ at: moment, ...saying }: RecordedSignalInput, place: number): RecordedSignal {
  const at = moment.getTime();
  const problem = checkSignal(saying, at);
  if (problem?.__typename === 'InvalidInput') throw new InvalidSpec(`signals.${place}.${problem.field}`, problem.limit, problem.value);
  return { at, name: saying.name, value: saying.value, source: saying.source ?? SOURCE, expiresAt: expiryOf(saying, at) };
}
