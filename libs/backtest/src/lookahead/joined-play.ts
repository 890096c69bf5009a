import type { Observation, Play, RunRequest } from './observation';

interface Call {
  readonly requests: readonly RunRequest[];
  readonly answer: PromiseWithResolvers<readonly Observation[]>;
}

/** Plays as one series what is asked for in the same moment, or while the series before plays, and gives each the runs it asked for. */
export function joinedPlay(play: Play): Play {
  let waiting: Call[] = [];
  let isPlaying = false;

  async function playAll(): Promise<void> {
    isPlaying = true;
    while (waiting.length > 0) {
      const together = waiting;
      waiting = [];
      await playSeries(play, together);
    }
    isPlaying = false;
  }

  return (requests) => {
    const answer = Promise.withResolvers<readonly Observation[]>();
    waiting.push({ requests, answer });
    if (!isPlaying && waiting.length === 1) queueMicrotask(() => void playAll());
    return answer.promise;
  };
}

async function playSeries(play: Play, together: readonly Call[]): Promise<void> {
  try {
    const runs = await play(together.flatMap(({ requests }) => requests));
    let first = 0;
    for (const { requests, answer } of together) answer.resolve(runs.slice(first, (first += requests.length)));
  } catch (error) {
    for (const { answer } of together) answer.reject(error);
  }
}
