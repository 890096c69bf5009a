import type { HealthBoard } from '@libs/persistence';

const EVERY = 5000;

/** Says at intervals that the api serves. */
export function beatAsApi(board: Pick<HealthBoard, 'beat'>): () => void {
  // When the database is away the board shows this process as silent, which is what it then is.
  const beat = (): void => void board.beat({ component: 'api', status: 'ok' }).catch(() => undefined);
  beat();
  const timer = setInterval(beat, EVERY);
  return () => clearInterval(timer);
}
