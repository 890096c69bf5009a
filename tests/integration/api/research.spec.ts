import { randomUUID } from 'node:crypto';
import { REPORT_SCHEMA } from '@libs/backtest';
import { ResearchClaims, ResearchRuns, type ResearchKind } from '@libs/persistence';
import { OPTIMISATION_SCHEMA } from '@libs/research';
import { FAILURES, NOBODY, withApi } from './api-house';

const house = withApi();
const MEMBERS = FAILURES.replace('... on Pending { commandId }', '');
const START = `mutation ($input: StartBacktestInput!) { startBacktest(input: $input) { __typename ... on ResearchRun { id status strategy spec } ${MEMBERS} } }`;
const CANCEL = `mutation ($id: ID!) { cancelResearchRun(id: $id) { __typename ... on ResearchRun { id status cancelRequested } ${MEMBERS} } }`;
const INPUT = { strategy: 'ema-cross', params: { fast: 5 } };

function post(path: string, body: unknown): Promise<Response> {
  const url = `http://127.0.0.1:${house.server.port}${path}`;
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function started(more: object = {}): Promise<string> {
  return String((await house.answer(START, { input: { ...INPUT, ...more } }))['id']);
}

describe('startBacktest', () => {
  it('writes the run with every default and its audit entry', async () => {
    const run = await house.answer(START, { input: { ...INPUT, from: '2026-01-01T00:00:00.000Z', takerFee: '0.001' } });
    expect(run).toMatchObject({
      __typename: 'ResearchRun',
      status: 'QUEUED',
      strategy: 'ema-cross',
      spec: {
        strategy: 'ema-cross',
        params: { fast: 5 },
        venue: 'bybit',
        detail: null,
        from: Date.UTC(2026, 0, 1),
        to: null,
        balance: '10000',
        maxPositionSize: '0.1',
        fills: { takerFee: '0.001', makerFee: '0.0002', slippageTicks: 0, latency: 0 },
      },
    });
    const audit = await house.dataSource.query('SELECT actor, action, body FROM audit WHERE subject = $1', [run['id']]);
    expect(audit).toEqual([{ actor: 'local', action: 'research.start', body: { kind: 'BACKTEST', spec: run['spec'] } }]);
  });

  it('takes several strategies on one account, each checked by itself', async () => {
    const others = [{ strategy: 'ema-cross', label: 'quick', params: { fast: 3 } }];
    const run = await house.answer(START, { input: { ...INPUT, others } });
    expect(run).toMatchObject({ __typename: 'ResearchRun', strategy: 'ema-cross + ema-cross', spec: { strategy: 'ema-cross', others } });
    const refused = async (more: object, breach: object): Promise<void> =>
      expect(await house.answer(START, { input: { ...INPUT, ...more } })).toMatchObject(breach);
    await refused({ others: [{ strategy: 'ema-cross' }] }, { field: 'label', bound: 'another for each strategy' });
    await refused({ others: [{ ...others[0], params: { fast: 900 } }] }, { field: 'others.0.params.fast', given: '900' });
    await refused({ others: [{ ...others[0], params: [] }] }, { field: 'others.0.params', given: '[]' });
    await refused({ others: [{ strategy: 'luck' }] }, { __typename: 'NotFound', missing: 'luck' });
    const posted = await post('/api/v1/research/backtests', { ...INPUT, others: [{ ...others[0], speed: 1 }] });
    expect(await posted.json()).toMatchObject({ status: 400, detail: expect.stringContaining('strategy, params, label') as string });
    expect((await post('/api/v1/research/backtests', { ...INPUT, others })).status).toBe(202);
  });

  it.each([
    [{ balance: '-1' }, { field: 'balance', bound: 'a number above 0', given: '"-1"' }],
    [{ maxPositionSize: '1.5' }, { field: 'maxPositionSize', bound: 'a number above 0 to 1', given: '"1.5"' }],
    [{ takerFee: '0.2' }, { field: 'takerFee', bound: 'a number from -0.1 to 0.1', given: '"0.2"' }],
    [{ data: 'ticks' }, { field: 'data', bound: 'one of bars, trades, book', given: 'ticks' }],
    [
      { data: 'trades', detail: '1m' },
      { field: 'detail', bound: 'left out with trades, which are finer than candles', given: '1m' },
    ],
    [{ latency: '-5' }, { field: 'latency', bound: 'milliseconds like 50, 20..80 or lognormal:MEDIAN,SPREAD,MOST', given: '"-5"' }],
    [{ leverage: '0.5' }, { field: 'leverage', bound: 'a number from 1 to 1000', given: '"0.5"' }],
    [{ participation: '2' }, { field: 'participation', bound: 'a number above 0 to 1', given: '"2"' }],
    [
      { funding: '0.2', fundingHours: 4 },
      { field: 'funding', bound: 'a number from -0.1 to 0.1', given: '"0.2"' },
    ],
    [{ margin: 'ISOLATED' }, { field: 'margin', bound: 'left out without leverage', given: 'ISOLATED' }],
    [{ funding: 'much' }, { field: 'funding', given: '"much"' }],
    [
      { fundingHours: 4, funding: 'none' },
      { field: 'fundingHours', given: '4' },
    ],
    [{ fundingHours: 4 }, { field: 'fundingHours', bound: 'left out without a rate of funding', given: '4' }],
    [{ params: { fast: 900 } }, { field: 'params.fast', bound: 'integer from 2 to 500', given: '900' }],
    [{ params: [] }, { field: 'params', bound: 'an object of parameter names and values', given: '[]' }],
    [
      { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      { field: 'to', bound: 'after 2026-01-02T00:00:00.000Z' },
    ],
  ])('names field and range of %j', async (more, breach) => {
    expect(await house.answer(START, { input: { ...INPUT, ...more } })).toMatchObject({ __typename: 'InvalidInput', ...breach });
  });

  it('refuses what cannot be run on what is stored, and a strategy that is not there', async () => {
    const nothing = { __typename: 'Refused', code: 'NO_DATA', message: 'No candles of kraken are stored.' };
    expect(await house.answer(START, { input: { ...INPUT, venue: 'kraken' } })).toMatchObject(nothing);
    expect(await house.answer(START, { input: { strategy: 'luck' } })).toMatchObject({ __typename: 'NotFound', missing: 'luck' });
  });

  it('queues one run for two requests with one key, and refuses the key for another run', async () => {
    const first = await started({ idempotencyKey: 'run-1' });
    expect(await started({ idempotencyKey: 'run-1' })).toBe(first);
    expect(await house.answer(START, { input: { ...INPUT, balance: '7', idempotencyKey: 'run-1' } })).toMatchObject({
      __typename: 'Refused',
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });
});

describe('cancelResearchRun', () => {
  it('ends a run that waits, once, with an audit entry', async () => {
    const id = await started();
    const cancelled = { __typename: 'ResearchRun', id, status: 'CANCELLED', cancelRequested: true };
    expect(await house.answer(CANCEL, { id })).toEqual(cancelled);
    expect(await house.answer(CANCEL, { id })).toEqual(cancelled);
    const audit = await house.dataSource.query(`SELECT actor FROM audit WHERE subject = $1 AND action = 'research.cancel'`, [id]);
    expect(audit).toEqual([{ actor: 'local' }]);
    expect(await house.answer(CANCEL, { id: NOBODY })).toMatchObject({ __typename: 'NotFound', missing: NOBODY });
  });
});

describe('runs that are over', () => {
  const METRICS = { sharpe: 1, netProfit: '5' };

  /** What a worker would write. */
  async function reported(sharpe: number, more: object = {}): Promise<string> {
    const id = await started();
    const claims = new ResearchClaims(house.dataSource);
    for (let run = await claims.take(); run; run = await claims.take()) {
      const metrics = { ...METRICS, sharpe };
      const report = { ...REPORT, ...more, metrics };
      await claims.finish(run, { status: 'DONE', summary: { metrics }, report });
    }
    return id;
  }

  it('cannot be cancelled', async () => {
    expect(await house.answer(CANCEL, { id: await reported(1) })).toMatchObject({ __typename: 'Refused', code: 'RUN_IS_OVER' });
  });

  it('are compared two to four at a time', async () => {
    const fault = { hook: 'onBar', message: 'boom', at: Date.UTC(2025, 5, 3, 12) };
    const ids = [await reported(1), await reported(2, { fault })];
    const text = 'query ($ids: [ID!]!) { compareRuns(ids: $ids) { runs { id } endings rows { name label values best } warnings } }';
    const compared = await house.answer(text, { ids });
    expect(compared['runs']).toEqual(ids.map((id) => ({ id })));
    expect(compared['endings']).toEqual([null, 'ended early 2025-06-03 12:00']);
    expect(compared['rows']).toContainEqual({ name: 'sharpe', label: 'Sharpe', values: [1, 2], best: [1] });
    expect((await house.ask(text, { ids: [ids[0]] })).errors?.[0]?.message).toMatch(/^ids is .*; it must be 2 to 4 different runs\.$/);
    expect(await (await house.get(`/api/v1/research/compare?ids=${ids.join(',')}`)).json()).toMatchObject({ warnings: [] });
  });

  it('give their report as JSON and as a page that nothing can break out of', async () => {
    const id = await reported(1);
    const json = await house.get(`/api/v1/research/runs/${id}/report`);
    expect(await json.json()).toMatchObject({ schema: REPORT_SCHEMA, metrics: METRICS });
    const page = await house.get(`/api/v1/research/runs/${id}/report.html`);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
    expect(policy).toMatch(/frame-ancestors 'none'; sandbox allow-scripts/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const text = await page.text();
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toContain('<img src=x');
  });
});

describe('runs without the report of a backtest', () => {
  const COMPARE = 'query ($ids: [ID!]!) { compareRuns(ids: $ids) { warnings } }';
  const REPORT_OF = 'query ($id: ID!) { researchReport(id: $id) }';

  /** A run that a worker ended. */
  async function ended(kind: ResearchKind, end: Parameters<ResearchClaims['finish']>[1]): Promise<string> {
    const id = randomUUID();
    await new ResearchRuns(house.dataSource).add({ id, kind, spec: {}, requestedBy: 'local' });
    const claims = new ResearchClaims(house.dataSource);
    for (let run = await claims.take(); run; run = await claims.take())
      await claims.finish(run, run.id === id ? end : { status: 'CANCELLED' });
    return id;
  }

  async function problem(path: string): Promise<object> {
    const response = await house.get(`/api/v1/research/${path}`);
    return { status: response.status, detail: ((await response.json()) as { detail: string }).detail };
  }

  it('say that parity is kept with the deployment', async () => {
    const id = await ended('PARITY', { status: 'DONE', summary: { verdict: 'EXPLAINED' } });
    const detail = `There is no report of research run ${id}, which measures parity: what it finds is kept with its deployment.`;
    expect(await problem(`runs/${id}/report.html`)).toEqual({ status: 404, detail });
    expect(await problem(`runs/${id}/report`)).toEqual({ status: 404, detail });
    const good = await ended('BACKTEST', { status: 'DONE', report: REPORT });
    expect(await problem(`compare?ids=${good},${id}`)).toEqual({ status: 404, detail });
    const { errors } = await house.ask(COMPARE, { ids: [id, good] });
    expect(errors).toMatchObject([{ message: detail, extensions: { code: 'NOT_FOUND' } }]);
    expect(await house.ask(REPORT_OF, { id })).toMatchObject({ data: { researchReport: null } });
  });

  it('say that a search found nothing, and that one was cancelled', async () => {
    const report = { schema: OPTIMISATION_SCHEMA, best: null };
    const empty = await ended('OPTIMISATION', { status: 'FAILED', error: 'The search found nothing.', report });
    expect(await problem(`runs/${empty}/report.html`)).toEqual({ status: 404, detail: `There is no best trial of research run ${empty}.` });
    expect(await (await house.get(`/api/v1/research/runs/${empty}/report`)).json()).toEqual(report);
    const cancelled = await ended('OPTIMISATION', { status: 'CANCELLED' });
    const detail = `There is no report of research run ${cancelled}, which is CANCELLED.`;
    expect(await problem(`runs/${cancelled}/report.html`)).toEqual({ status: 404, detail });
  });

  it.each([
    [{ schema: 'plimsoll.report/0' }, '"plimsoll.report/0"'],
    [{}, 'of no known form'],
  ])('say that they cannot show %j', async (report, what) => {
    const id = await ended('BACKTEST', { status: 'DONE', report });
    const detail = `There is no backtest report of research run ${id}, whose report is ${what}.`;
    expect(await problem(`runs/${id}/report.html`)).toEqual({ status: 404, detail });
    const good = await ended('BACKTEST', { status: 'DONE', report: REPORT });
    expect(await problem(`compare?ids=${id},${good}`)).toEqual({ status: 404, detail });
  });
});

describe('research over REST', () => {
  it('starts, shows, lists and cancels runs', async () => {
    const accepted = await post('/api/v1/research/backtests', { ...INPUT, latency: '20', data: 'trades' });
    expect(accepted.status).toBe(202);
    const run = (await accepted.json()) as { id: string };
    expect(run).toMatchObject({ status: 'QUEUED', spec: { data: 'trades', fills: { latency: 20 } } });
    expect(run).not.toHaveProperty('__typename');
    expect(await (await house.get(`/api/v1/research/runs/${run.id}`)).json()).toEqual(run);
    const { items, nextCursor } = (await (await house.get('/api/v1/research/runs?first=1')).json()) as {
      items: unknown[];
      nextCursor: string;
    };
    expect([items, nextCursor]).toEqual([[run], run.id]);
    const older = (await (await house.get(`/api/v1/research/runs?first=1&after=${nextCursor}`)).json()) as { items: { id: string }[] };
    expect(older.items[0]?.id).not.toBe(run.id);
    expect(await (await post(`/api/v1/research/runs/${run.id}/cancel`, {})).json()).toMatchObject({ status: 'CANCELLED' });
  });

  it('lists the runs of chosen kinds, however many others are newer', async () => {
    const search = randomUUID();
    await new ResearchRuns(house.dataSource).add({ id: search, kind: 'OPTIMISATION', spec: {}, requestedBy: 'local' });
    const backtest = await started();
    const ask = 'query ($kinds: [ResearchKind!]) { researchRuns(first: 1, kinds: $kinds) { items { id } } }';
    expect(await house.answer(ask, { kinds: ['OPTIMISATION'] })).toEqual({ items: [{ id: search }] });
    expect(await house.answer(ask, { kinds: [] })).toEqual({ items: [{ id: backtest }] });
    const list = async (kinds: string) => (await house.get(`/api/v1/research/runs?first=1&kinds=${kinds}`)).json();
    expect(await list('OPTIMISATION,WALK_FORWARD')).toMatchObject({ items: [{ id: search }] });
    expect(await list('SEARCH')).toMatchObject({
      status: 400,
      detail: expect.stringContaining('kinds is "SEARCH"; it must be of BACKTEST'),
    });
  });

  it.each([
    [
      { ...INPUT, balance: 10_000 },
      { field: 'balance', value: '10000' },
    ],
    [
      { ...INPUT, from: 'yesterday' },
      { field: 'from', value: '"yesterday"' },
    ],
    [{ params: {} }, { field: 'strategy', value: 'missing' }],
    [
      { ...INPUT, colour: 5 },
      { field: 'colour', value: 'not a field' },
    ],
    [
      { ...INPUT, balance: '0' },
      { field: 'balance', limit: 'a number above 0' },
    ],
  ])('tells what is wrong with %j', async (body, breach) => {
    const response = await post('/api/v1/research/backtests', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ title: 'Bad input', ...breach });
  });

  it('knows no report that is not there, and no cursor that is none', async () => {
    const id = await started();
    const missing = await house.get(`/api/v1/research/runs/${id}/report.html`);
    expect([missing.status, ((await missing.json()) as { detail: string }).detail]).toEqual([404, expect.stringContaining('QUEUED')]);
    expect((await house.get('/api/v1/research/runs/nothing')).status).toBe(404);
    expect((await house.get('/api/v1/research/runs?after=x')).status).toBe(400);
  });
});

const NONE = { times: [], values: [] };
/** What a strategy's author wrote must not become markup. */
const REPORT = {
  schema: REPORT_SCHEMA,
  from: 0,
  to: 86_400_000,
  startingEquity: '10000',
  equity: NONE,
  drawdown: NONE,
  benchmark: null,
  exposure: null,
  subject: { title: '<img src=x onerror=alert(1)>', strategy: 'x', version: '1', params: {}, quote: 'USDT' },
  markets: [],
  months: [],
  distribution: { edges: [], counts: [], unchanged: 0 },
  drawdowns: [],
  entryTags: [],
  exitReasons: [],
  trades: [],
  tradesLeftOut: 0,
};

describe('startWalkForward', () => {
  const WALK = `mutation ($input: StartWalkForwardInput!) { startWalkForward(input: $input) { __typename ... on ResearchRun { id kind strategy spec } ${MEMBERS} } }`;
  const OPTIMISATION = { backtest: INPUT, search: { fast: '5..50' }, sampler: 'grid' };

  it.each([
    [
      { train: 'soon' },
      { __typename: 'InvalidInput', field: 'train', bound: 'a length of time like 90m, 12h, 30d or 2w', given: '"soon"' },
    ],
    [{ test: '0d' }, { __typename: 'InvalidInput', field: 'test' }],
    [{ optimisation: { ...OPTIMISATION, trials: 0 } }, { __typename: 'InvalidInput', field: 'trials' }],
    [{ optimisation: { backtest: { strategy: 'luck' } } }, { __typename: 'NotFound', missing: 'luck' }],
  ])('says what is wrong with %j', async (more, answer) => {
    expect(await house.answer(WALK, { input: { optimisation: OPTIMISATION, train: '30d', test: '10d', ...more } })).toMatchObject(answer);
  });

  it('queues a walk forward with every default and its audit entry, the same for the same key, over REST too', async () => {
    const input = { optimisation: OPTIMISATION, train: '30d', test: '12h', idempotencyKey: 'walk' };
    const run = await house.answer(WALK, { input });
    const spec = { train: 2_592_000_000, test: 43_200_000, anchored: false, optimisation: { search: { fast: '5..50' }, trials: 100 } };
    expect(run).toMatchObject({ __typename: 'ResearchRun', kind: 'WALK_FORWARD', strategy: 'ema-cross', spec });
    const { __typename: _, ...same } = run;
    expect(await (await post('/api/v1/research/walk-forwards', input)).json()).toMatchObject(same);
    const audit = await house.dataSource.query('SELECT action, body FROM audit WHERE subject = $1', [run['id']]);
    expect(audit).toEqual([{ action: 'research.start', body: { kind: 'WALK_FORWARD', spec: run['spec'] } }]);
    const other = await house.answer(WALK, { input: { ...input, anchored: true } });
    expect(other).toMatchObject({ __typename: 'Refused', code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('names a field of a part over REST that is none', async () => {
    const odd = await post('/api/v1/research/walk-forwards', {
      optimisation: { backtest: { ...INPUT, colour: 5 } },
      train: '30d',
      test: '10d',
    });
    expect(await odd.json()).toMatchObject({ status: 400, field: 'colour', limit: expect.stringContaining('leverage') as string });
  });
});

describe('startMonteCarlo', () => {
  const DRAW = `mutation ($input: StartBacktestInput!) { startMonteCarlo(input: $input) { __typename ... on ResearchRun { id kind spec } ${MEMBERS} } }`;

  it('draws a thousand courses unless told another number, by chance that is the run’s own', async () => {
    const [one, two] = [await house.answer(DRAW, { input: INPUT }), await house.answer(DRAW, { input: INPUT })];
    expect(one).toMatchObject({ kind: 'MONTE_CARLO', spec: { strategy: 'ema-cross', monteCarlo: { runs: 1_000 } } });
    expect(two['spec']).not.toEqual(one['spec']);
    const rest = await post('/api/v1/research/monte-carlos', { ...INPUT, monteCarlo: 50 });
    expect(await rest.json()).toMatchObject({ kind: 'MONTE_CARLO', spec: { monteCarlo: { runs: 50 } } });
    const none = { __typename: 'InvalidInput', field: 'monteCarlo', bound: 'a whole number from 1 to 100000', given: '0' };
    expect(await house.answer(DRAW, { input: { ...INPUT, monteCarlo: 0 } })).toMatchObject(none);
  });
});

describe('startOptimisation', () => {
  const SEARCH = `mutation ($input: StartOptimisationInput!) { startOptimisation(input: $input) { __typename ... on ResearchRun { id kind strategy spec } ${MEMBERS} } }`;

  it.each([
    [{ trials: 0 }, { __typename: 'InvalidInput', field: 'trials', bound: 'a whole number from 1 to 100000', given: '0' }],
    [{ sampler: 'luck' }, { __typename: 'InvalidInput', field: 'sampler', bound: 'one of grid, random, bayes' }],
    [{ backtest: { ...INPUT, balance: '-1' } }, { __typename: 'InvalidInput', field: 'balance' }],
    [{ backtest: { ...INPUT, margin: 'CROSS' } }, { __typename: 'InvalidInput', field: 'margin' }],
    [{ search: [] }, { __typename: 'InvalidInput', field: 'search' }],
    [{ objective: 'beauty' }, { __typename: 'Refused', code: 'CANNOT_SEARCH' }],
    [{ backtest: { strategy: 'luck' } }, { __typename: 'NotFound', missing: 'luck' }],
  ])('says what is wrong with %j', async (more, answer) => {
    expect(await house.answer(SEARCH, { input: { backtest: INPUT, ...more } })).toMatchObject(answer);
  });

  it('queues a search with every default, the same for the same key', async () => {
    const input = { backtest: INPUT, search: { fast: '5..50' }, idempotencyKey: 'search' };
    const run = await house.answer(SEARCH, { input });
    expect(run).toMatchObject({
      __typename: 'ResearchRun',
      kind: 'OPTIMISATION',
      strategy: 'ema-cross',
      spec: {
        search: { fast: '5..50' },
        sampler: 'bayes',
        trials: 100,
        objective: 'sharpe',
        minTrades: 30,
        backtest: { balance: '10000' },
      },
    });
    expect(await house.answer(SEARCH, { input })).toEqual(run);
    const rest = await post('/api/v1/research/optimisations', { backtest: INPUT, trials: 'many' });
    expect(await rest.json()).toMatchObject({ status: 400, field: 'trials', limit: 'a whole number', value: '"many"' });
  });
});
