import { FAILURES, withApi } from './api-house';

const house = withApi();
const MEMBERS = FAILURES.replace('... on Pending { commandId }', '');
const START = `mutation ($input: StartBacktestInput!) { startBacktest(input: $input) { __typename ... on ResearchRun { id spec } ${MEMBERS} } }`;
const SIGNAL = { at: '2026-01-01T00:00:00.000Z', name: 'score', value: { side: 'buy' } };
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

  it('measures by the year that is asked for, and keeps nothing of the usual one', async () => {
    const year = async (more: object): Promise<unknown> =>
      ((await house.answer(START, { input: { ...INPUT, ...more } }))['spec'] as { year?: unknown }).year;
    expect(await year({ daysPerYear: 252 })).toEqual({ daysPerYear: 252, riskFreeRate: 0 });
    expect(await year({ riskFreeRate: '0.040' })).toEqual({ daysPerYear: 365, riskFreeRate: 0.04 });
    expect(await year({ riskFreeRate: '0', daysPerYear: 365 })).toBeUndefined();
    const rest = await post('walk-forwards', { optimisation: { backtest: { ...INPUT, daysPerYear: 252 } }, train: '30d', test: '10d' });
    expect(await rest.json()).toMatchObject({ spec: { optimisation: { backtest: { year: { daysPerYear: 252 } } } } });
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
    [{ riskFreeRate: '4' }, { field: 'riskFreeRate', bound: 'a number from -0.1 to 1', given: '4' }],
    [{ daysPerYear: 12 }, { field: 'daysPerYear', bound: 'a whole number from 200 to 366', given: '12' }],
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

describe('signals of a run', () => {
  const HEARER = { strategy: 'listener' };
  const AT = Date.parse(SIGNAL.at);

  async function stored(id: unknown): Promise<{ readonly spec: Record<string, unknown> }> {
    const [row] = await house.dataSource.query<{ spec: Record<string, unknown> }[]>('SELECT spec FROM research_runs WHERE id = $1', [id]);
    return row!;
  }

  it('are stored in order of time with source and expiry, and shown by number and hash', async () => {
    const later = { ...SIGNAL, at: '2026-01-01T00:01:00.000Z', source: 'model', expiresInSeconds: 0.5 };
    const last = { ...SIGNAL, at: '2026-01-01T00:02:00.000Z', expiresAt: '2026-01-01T00:03:00.000Z' };
    const run = await house.answer(START, { input: { ...HEARER, signals: [last, later, SIGNAL] } });
    expect((await stored(run['id'])).spec['signals']).toEqual([
      { at: AT, name: 'score', value: { side: 'buy' }, source: 'api', expiresAt: AT + 60_000 },
      { at: AT + 60_000, name: 'score', value: { side: 'buy' }, source: 'model', expiresAt: AT + 60_500 },
      { at: AT + 120_000, name: 'score', value: { side: 'buy' }, source: 'api', expiresAt: AT + 180_000 },
    ]);
    expect(run['spec']).toMatchObject({ signals: { count: 3, hash: expect.stringMatching(/^[0-9a-f]{16}$/) as string } });
    const same = await house.answer(START, { input: { ...HEARER, signals: [SIGNAL, last, later] } });
    expect((same['spec'] as typeof run)['signals']).toEqual((run['spec'] as typeof run)['signals']);
  });

  it('are part of what an idempotency key stands for', async () => {
    const ask = (signals: object[]) => house.answer(START, { input: { ...HEARER, signals, idempotencyKey: 'told' } });
    const first = await ask([SIGNAL]);
    expect(await ask([SIGNAL])).toEqual(first);
    expect(await ask([{ ...SIGNAL, value: { side: 'sell' } }])).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('are taken by searches and walk-forwards, over REST too', async () => {
    const optimisation = { backtest: { ...INPUT, signals: [SIGNAL] } };
    const run = (await (await post('walk-forwards', { optimisation, train: '30d', test: '10d' })).json()) as { id: string };
    expect(run).toMatchObject({ spec: { optimisation: { backtest: { signals: { count: 1 } } } } });
    expect((await stored(run.id)).spec).toMatchObject({ optimisation: { backtest: { signals: [{ at: AT, name: 'score' }] } } });
  });

  it.each([
    [
      { ...SIGNAL, name: '' },
      { field: 'signals.1.name', bound: 'a text of 1 to 64 characters', given: '""' },
    ],
    [{ ...SIGNAL, source: 'x'.repeat(65) }, { field: 'signals.1.source' }],
    [
      { ...SIGNAL, value: 'x'.repeat(20_000) },
      { field: 'signals.1.value', given: '20002 characters' },
    ],
    [
      { ...SIGNAL, expiresInSeconds: 0 },
      { field: 'signals.1.expiresInSeconds', bound: 'above 0 and at most 604800', given: '0' },
    ],
    [
      { ...SIGNAL, expiresAt: SIGNAL.at },
      { field: 'signals.1.expiresAt', given: SIGNAL.at },
    ],
    [{ ...SIGNAL, expiresAt: '2026-01-01T00:03:00.000Z', expiresInSeconds: 5 }, { field: 'signals.1.expiresAt' }],
  ])('are refused with place and field: %j', async (odd, breach) => {
    const refused = await house.answer(START, { input: { ...HEARER, signals: [SIGNAL, odd] } });
    expect(refused).toMatchObject({ __typename: 'InvalidInput', ...breach });
  });

  it('are refused where there are too many, a field is none, and nobody hears them', async () => {
    const of = async (signals: object[], more = HEARER) => (await post('backtests', { ...more, signals })).json();
    const many = Array.from({ length: 2_001 }, () => ({ at: SIGNAL.at, name: 'a', value: 1 }));
    expect(await of(many)).toMatchObject({ status: 400, field: 'signals', limit: 'at most 2000', value: '2001' });
    expect(await of([{ ...SIGNAL, at: 'soon' }])).toMatchObject({ status: 400, field: 'signals.0.at', value: '"soon"' });
    expect(await of([{ ...SIGNAL, ttl: 3 }])).toMatchObject({
      status: 400,
      field: 'ttl',
      limit: expect.stringContaining('expiresAt') as string,
    });
    const deaf = { field: 'signals', limit: 'left out where no strategy has an onSignal hook', value: 'given' };
    expect(await of([SIGNAL], INPUT)).toMatchObject({ status: 400, ...deaf });
  });
});
