import { joinedLaboratory } from './joined-laboratory';
import type { Laboratory, Observation, RunRequest } from './observation';

const cut = (to: number): RunRequest => ({ variant: { kind: 'cut', to } });

/** Remembers each series, and answers a request to cut at 7 with a run that ends at 7. */
function laboratory(): { readonly series: number[][]; readonly lab: Laboratory } {
  const series: number[][] = [];
  const lab: Laboratory = async (requests) => {
    const cuts = requests.map(({ variant }) => (variant.kind === 'cut' ? variant.to : 0));
    series.push(cuts);
    return cuts.map((to) => ({ to }) as Observation);
  };
  return { series, lab };
}

describe('joinedLaboratory', () => {
  it('plays as one series what is asked for in the same moment, and gives each its own runs', async () => {
    const { series, lab } = laboratory();
    const joined = joinedLaboratory(lab);
    const runs = await Promise.all([joined([cut(1), cut(2)]), joined([]), joined([cut(3)])]);
    expect(runs.map((own) => own.map(({ to }) => to))).toEqual([[1, 2], [], [3]]);
    expect(series).toEqual([[1, 2, 3]]);
  });

  it('plays apart what is asked for later', async () => {
    const { series, lab } = laboratory();
    const joined = joinedLaboratory(lab);
    await joined([cut(1)]);
    await joined([cut(2)]);
    expect(series).toEqual([[1], [2]]);
  });

  it('fails everyone whose runs are lost', async () => {
    const joined = joinedLaboratory(() => Promise.reject(new Error('the sandbox died')));
    const ends = await Promise.allSettled([joined([cut(1)]), joined([cut(2)])]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
