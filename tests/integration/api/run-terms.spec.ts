import { FAILURES, withApi } from './api-house';

const house = withApi();
const MEMBERS = FAILURES.replace('... on Pending { commandId }', '');
const START = `mutation ($input: StartBacktestInput!) { startBacktest(input: $input) { __typename ... on ResearchRun { id spec } ${MEMBERS} } }`;
const INPUT = { strategy: 'ema-cross', params: { fast: 5 } };

function post(path: string, body: unknown): Promise<Response> {
  const url = `http://127.0.0.1:${house.server.port}/api/v1/research/${path}`;
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

describe('how the fills of a run are made', () => {
  it('draws latencies from a seed of the run unless one is named', async () => {
    const seeds = new Set<unknown>();
    for (const more of [{}, {}, { seed: 7 }]) {
      const run = await house.answer(START, { input: { ...INPUT, latency: '20..80', reportLatency: '5', monteCarlo: 10, ...more } });
      expect(run).toMatchObject({
        spec: {
          fills: { latency: 0, latencies: { entry: { kind: 'UNIFORM', least: 20, most: 80 }, report: { kind: 'CONSTANT', ms: 5 } } },
        },
      });
      const spec = run['spec'] as { fills: { latencies: { seed: number } }; monteCarlo: { seed: number } };
      expect(spec.monteCarlo.seed).toBe(spec.fills.latencies.seed);
      seeds.add(spec.monteCarlo.seed);
    }
    expect([seeds.size, seeds.has(7)]).toEqual([3, true]);
  });

  it('takes what rests at a price of trades, and who leaves a queue of a book', async () => {
    const fills = async (more: object): Promise<unknown> => (await house.answer(START, { input: { ...INPUT, ...more } }))['spec'];
    expect(await fills({ data: 'trades', resting: '2.50' })).toMatchObject({ data: 'trades', fills: { restingQuantity: '2.5' } });
    expect(await fills({ data: 'book', queue: 'alike' })).toMatchObject({ data: 'book', fills: { queue: 'PROPORTIONAL' } });
  });

  it('is the same for every trial of a search, whose seed it shares', async () => {
    const drawn = { backtest: { ...INPUT, latency: '20..80', seed: 5 }, search: { fast: '5..50' } };
    expect(await (await post('optimisations', drawn)).json()).toMatchObject({
      spec: { seed: 5, backtest: { fills: { latencies: { entry: { kind: 'UNIFORM' }, seed: 5 } } } },
    });
  });

  it.each([
    [{ latency: '700000' }, { field: 'latency', bound: 'a whole number from 0 to 600000', given: '700000' }],
    [{ reportLatency: '80..20' }, { field: 'reportLatency', bound: 'a whole number from 80 to 600000', given: '20' }],
    [
      { latency: '20..80', seed: -1 },
      { field: 'seed', bound: 'a whole number from 0 to 4294967295', given: '-1' },
    ],
    [{ resting: '0.5' }, { field: 'resting', bound: 'left out unless trades are played; a book itself tells what rests', given: '"0.5"' }],
    [
      { data: 'trades', resting: '-1' },
      { field: 'resting', bound: 'a number above 0', given: '"-1"' },
    ],
    [
      { data: 'trades', queue: 'alike' },
      { field: 'queue', bound: 'back unless a book is played', given: '"alike"' },
    ],
    [
      { data: 'book', queue: 'front' },
      { field: 'queue', bound: 'back or alike', given: '"front"' },
    ],
  ])('names field and range of %j', async (more, breach) => {
    expect(await house.answer(START, { input: { ...INPUT, ...more } })).toMatchObject({ __typename: 'InvalidInput', ...breach });
  });
});
