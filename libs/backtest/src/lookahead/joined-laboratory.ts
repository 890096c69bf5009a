import type { Laboratory, Observation, RunRequest } from './observation';

interface Call {
  readonly requests: readonly RunRequest[];
  readonly answer: PromiseWithResolvers<readonly Observation[]>;
}

/** Plays as one series what is asked for in the same moment, and gives each the runs it asked for: most of a short run is its process. */
export function joinedLaboratory(lab: Laboratory): Laboratory {
  let calls: Call[] = [];

  async function play(): Promise<void> {
    const together = calls;
    calls = [];
    try {
      const runs = await lab(together.flatMap(({ requests }) => requests));
      let first = 0;
      for (const { requests, answer } of together) answer.resolve(runs.slice(first, (first += requests.length)));
    } catch (error) {
      for (const { answer } of together) answer.reject(error);
    }
  }

  return (requests) => {
    const answer = Promise.withResolvers<readonly Observation[]>();
    calls.push({ requests, answer });
    if (calls.length === 1) queueMicrotask(() => void play());
    return answer.promise;
  };
}
