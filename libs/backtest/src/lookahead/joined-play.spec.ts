import { joinedPlay } from './joined-play';
import type { Observation, Play, RunRequest } from './observation';

const cut = (to: number): RunRequest => ({ variant: { kind: 'cut', to } });

/** Remembers each series, and answers a request to cut at 7 with a run that ends at 7. */
function remembered(): { readonly series: number[][]; readonly play: Play } {
  const series: number[][] = [];
  const play: Play = async (requests) => {
    const cuts = requests.map(({ variant }) => (variant.kind === 'cut' ? variant.to : 0));
    series.push(cuts);
    return cuts.map((to) => ({ to }) as Observation);
  };
  return { series, play };
}

describe('joinedPlay', () => {
  it('plays as one series what is asked for in the same moment, and gives each its own runs', async () => {
    const { series, play } = remembered();
    const joined = joinedPlay(play);
    const runs = await Promise.all([joined([cut(1), cut(2)]), joined([]), joined([cut(3)])]);
    expect(runs.map((own) => own.map(({ to }) => to))).toEqual([[1, 2], [], [3]]);
    expect(series).toEqual([[1, 2, 3]]);
  });

  it('plays apart what is asked for later', async () => {
    const { series, play } = remembered();
    const joined = joinedPlay(play);
    await joined([cut(1)]);
    await joined([cut(2)]);
    expect(series).toEqual([[1], [2]]);
  });

  it('lets wait what is asked for while a series plays, and plays it as the next', async () => {
    const { series, play } = remembered();
    const first = Promise.withResolvers<void>();
    const joined = joinedPlay(async (requests) => {
      const runs = await play(requests);
      if (series.length === 1) await first.promise;
      return runs;
    });
    const calls = [joined([cut(1)])];
    await Promise.resolve();
    calls.push(joined([cut(2)]), joined([cut(3)]));
    expect(series).toEqual([[1]]);
    first.resolve();
    expect((await Promise.all(calls)).map(([run]) => run!.to)).toEqual([1, 2, 3]);
    expect(series).toEqual([[1], [2, 3]]);
  });

  it('fails everyone whose runs are lost, and plays on', async () => {
    const { series, play } = remembered();
    let isDead = true;
    const joined = joinedPlay((requests) => (isDead ? Promise.reject(new Error('the sandbox died')) : play(requests)));
    const ends = await Promise.allSettled([joined([cut(1)]), joined([cut(2)])]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isDead = false;
    await joined([cut(3)]);
    expect(series).toEqual([[3]]);
  });
});
