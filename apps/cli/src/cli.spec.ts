import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { runCli } from './cli';
import { EXIT } from './exit-code';

const account = {
  __typename: 'Account',
  id: 'a-1',
  name: 'demo',
  mode: 'PAPER',
  status: 'READY',
  statusReason: null,
  tradingState: 'ACTIVE',
  tradingReason: null,
  settleAsset: 'USDT',
  balances: [],
  value: null,
};
const strategy = {
  name: 'ema-cross',
  parameters: [
    { name: 'fast', type: 'integer' },
    { name: 'symbol', type: 'symbol' },
  ],
};

type Answering = (variables: Record<string, unknown>) => unknown;

/** Answers each root field with what the test puts there, or what that makes of the variables, and keeps what it was asked. */
class FakeApi {
  readonly answers: Record<string, unknown> = { accounts: [account], strategies: [strategy], deployments: [], positions: [], feeds: [] };
  readonly asked: { readonly operationName: string; readonly variables: Record<string, unknown> }[] = [];
  private readonly server: Server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const body = JSON.parse(text) as FakeApi['asked'][number];
    this.asked.push(body);
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { [body.operationName]: this.answerTo(body) } }));
  });

  private answerTo({ operationName, variables }: FakeApi['asked'][number]): unknown {
    const answer = this.answers[operationName];
    return typeof answer === 'function' ? (answer as Answering)(variables) : answer;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('plimsoll', () => {
  let home: string;
  let api: FakeApi;
  let out: string;
  let err: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'plimsoll-cli-'));
    process.env['PLIMSOLL_HOME'] = home;
    api = new FakeApi();
    await writeFile(join(home, 'runtime.json'), JSON.stringify({ url: await api.start() }));
    [out, err] = ['', ''];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((out += String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((err += String(text)), true));
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    delete process.env['PLIMSOLL_HOME'];
    api.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('shows its verbs with 0', async () => {
    expect(await runCli(['--help'])).toBe(EXIT.ok);
    expect(out).toContain('up [options]');
  });

  it.each([
    [['fly'], "unknown command 'fly'"],
    [['up', '--sped', '3'], "unknown option '--sped'"],
    [['backtest', 'ema-cross', '--symbol', 'BTC/USDT:USDT'], 'A parameter of the strategy is given as --param symbol=<value>.'],
    [['up', '--speed', '0'], '--speed is "0"; it must be a number above 0'],
    [['up', '--seed', '1.5'], '--seed is "1.5"; it must be a whole number from 0'],
    [['up', '--symbol', 'BTCUSDT'], '--symbol names the market of a file'],
    [['up', '--replay', '/nowhere.csv'], 'The file /nowhere.csv given with --replay cannot be read (ENOENT)'],
    [['up', '--only', 'api'], '--only is "api"'],
    [['deploy', 'ema-cross'], "required option '--account <name>' not specified"],
    [['logs', 'trader'], 'There is no log of "trader"'],
    [['exchange', 'fly'], "unknown command 'fly'"],
    [['exchange', 'show', 'krakn'], 'There is no exchange "krakn". Did you mean ccxt:kraken? "plimsoll exchange list" shows'],
    [['exchange', 'show', 'kraken'], 'Did you mean ccxt:kraken or ccxt:krakenfutures?'],
    [['backtest', 'ema-cros'], 'There is no strategy "ema-cros". Did you mean ema-cross? "plimsoll strategy list" names'],
    [['strategy', 'lint', 'gird'], 'There is no strategy "gird". Did you mean grid? "plimsoll strategy list" names'],
    [['strategy', 'lint', './gird'], 'There is no strategy in "./gird": '],
    [['lookahead-analysis', 'dac'], 'There is no strategy "dac". Did you mean dca?'],
    [['logs', '-n', 'x'], '--lines is "x"; it must be a whole number.'],
  ])('refuses %j with 2 and a sentence', async (args, sentence) => {
    expect(await runCli(args)).toBe(EXIT.badInput);
    expect(err).toContain(sentence);
  });

  it('lists exchanges and shows what one gives', async () => {
    expect(await runCli(['exchange', 'list'])).toBe(EXIT.ok);
    expect(out).toMatch(/^ccxt:bitso +Bitso +UNVERIFIED +data only +poll +poll +poll +poll +poll$/m);
    out = '';
    expect(await runCli(['exchange', 'show', 'ccxt:kraken', '--json'])).toBe(EXIT.ok);
    expect(JSON.parse(out)).toMatchObject({ title: 'Kraken', verification: 'VERIFIED', tradable: false, market: { book: 'stream' } });
  });

  it('refuses a bad setting with 2, before it does anything', async () => {
    process.env['PLIMSOLL_HOEM'] = '/x';
    expect(await runCli(['up'])).toBe(EXIT.badInput);
    delete process.env['PLIMSOLL_HOEM'];
    expect(err).toContain('PLIMSOLL_HOEM="/x" is not a setting');
  });

  it('shows which data is not trusted, why and since when', async () => {
    api.answers['status'] = {
      version: '1.0.0',
      status: 'DEGRADED',
      tradingMode: 'paper',
      startedAt: '2026-01-02T03:00:00.000Z',
      market: null,
      components: [],
    };
    const since = '2026-01-02T03:04:05.000Z';
    api.answers['dataTrust'] = [
      { symbol: 'BTC/USDT', level: 'TRUSTED', reasons: [], since },
      { symbol: 'ETH/USDT', level: 'UNTRUSTED', reasons: ['STALE', 'GAP'], since },
    ];
    expect(await runCli(['status'])).toBe(EXIT.ok);
    expect(out).toContain(`  ETH/USDT: data UNTRUSTED (STALE, GAP) since ${since} market time; entries wait, exits go\n`);
    expect(out).not.toContain('BTC/USDT');
  });

  it('does not call an account ready whose trader is silent', async () => {
    const trader = { component: 'trader', accountId: 'a-1', status: 'DOWN', reason: 'no sign of life for 20 s', since: '' };
    const components = [trader, { ...trader, component: 'executor' }, { ...trader, accountId: 'a-2' }];
    api.answers['status'] = { version: '1.0.0', status: 'DOWN', tradingMode: 'paper', startedAt: '', market: null, components };
    api.answers['accounts'] = [account, { ...account, id: 'a-2', name: 'second' }, { ...account, id: 'a-3', name: 'third' }];
    api.answers['dataTrust'] = [];
    await runCli(['status']);
    expect(out).toContain(
      'demo: paper, trader and executor down, ACTIVE\nsecond: paper, trader down, ACTIVE\nthird: paper, ready, ACTIVE\n',
    );
  });

  it('shows what an account holds, and under which id it was bought by hand', async () => {
    api.answers['status'] = { version: '1.0.0', status: 'OK', tradingMode: 'paper', startedAt: '', market: null, components: [] };
    api.answers['dataTrust'] = [];
    const mark = { price: '110', at: '', level: 'TRUSTED', reasons: [], unrealised: '20', unrealisedFraction: '0.1' };
    const held = { accountId: 'a-1', symbol: 'BTC/USDT', quantity: '2', averagePrice: '100', mark };
    const closed = { ...held, deploymentId: null, symbol: 'ETH/USDT', quantity: '0.0' };
    api.answers['positions'] = (({ byDeployment }) =>
      byDeployment ? [{ ...held, deploymentId: 'hand-1' }] : [{ ...held, deploymentId: null }, closed]) satisfies Answering;
    expect(await runCli(['status'])).toBe(EXIT.ok);
    expect(out).toContain('  BTC/USDT: long 2 at 100, mark 110, unrealised 20.00 USDT (10.00 %)\n');
    expect(out).toContain('  hand-1  by hand: long 2 BTC/USDT\n');
    expect(out).not.toContain('ETH/USDT');
  });

  it('shows of a refused account that it does not trade, why and what to do', async () => {
    api.answers['status'] = { version: '1.0.0', status: 'DOWN', tradingMode: 'paper', startedAt: '', market: null, components: [] };
    api.answers['dataTrust'] = [];
    api.answers['accounts'] = [{ ...account, status: 'REFUSED', statusReason: 'Recorded by 0.0.9. Start that version.' }];
    await runCli(['status']);
    expect(out).toContain('demo: paper, refused, not trading (Recorded by 0.0.9. Start that version.)\n');
    expect(out).not.toContain('ACTIVE');
  });

  it('shows how each feed does, with the troubles that it had', async () => {
    api.answers['status'] = { version: '1.0.0', status: 'OK', tradingMode: 'paper', startedAt: '', market: null, components: [] };
    api.answers['dataTrust'] = [];
    const well = { messages: 12, gaps: 0, restarts: 0, interruptions: 0, dropped: 0, exchangeToReceived: null, receivedToStrategy: null };
    api.answers['feeds'] = [
      { symbol: 'ETH/USDT', feed: 'quote', reasons: [], uptime: 1, ...well, exchangeToReceived: { p50: 3.1, p99: 9 } },
      { symbol: 'ETH/USDT', feed: 'bar 1m', reasons: ['STALE'], uptime: 0.99999, ...well, restarts: 2 },
    ];
    expect(await runCli(['status'])).toBe(EXIT.ok);
    expect(out).toContain('  ETH/USDT quote: up 100.00 %, 12 messages, from exchange p50 3.1 ms p99 9 ms\n');
    expect(out).toContain('  ETH/USDT bar 1m: up 99.99 %, now STALE, 12 messages, 2 restarts\n');
  });

  it('shows of many feeds only those that are not well', async () => {
    api.answers['status'] = { version: '1.0.0', status: 'OK', tradingMode: 'paper', startedAt: '', market: null, components: [] };
    api.answers['dataTrust'] = [];
    const feed = { feed: 'quote', reasons: [], uptime: 1, messages: 1, exchangeToReceived: null, receivedToStrategy: null };
    const feeds = Array.from({ length: 20 }, (_, number) => ({ symbol: `S${number}/USDT`, ...feed }));
    api.answers['feeds'] = feeds.with(7, { ...feeds[7]!, reasons: ['STALE'] as never[] });
    expect(await runCli(['status'])).toBe(EXIT.ok);
    expect(out.match(/S\d+\/USDT/g)).toEqual(['S7/USDT']);
    expect(out).toContain('  19 of 20 market data feeds are well\n');
  });

  it('says with 3 that nothing runs', async () => {
    api.stop();
    expect(await runCli(['status', '--json'])).toBe(EXIT.notRunning);
    expect(JSON.parse(err)).toEqual({ error: expect.stringContaining(`Plimsoll does not run on ${home}`) });
  });

  it('deploys with the parameters in the types that the strategy declares', async () => {
    api.answers['deploy'] = { __typename: 'Deployment', id: 'd-1', status: 'STARTING' };
    expect(await runCli(['deploy', 'ema-cross', '--account', 'demo', '--param', 'fast=5', '--param', 'symbol=BTC/USDT'])).toBe(EXIT.ok);
    expect(api.asked.at(-1)?.variables).toEqual({
      input: { accountId: 'a-1', strategy: 'ema-cross', params: { fast: 5, symbol: 'BTC/USDT' } },
    });
    expect(out).toBe('deployed ema-cross on account demo as d-1: starting\n');
  });

  it.each([
    ['Pending', { commandId: 'c-1' }, EXIT.pending, 'command c-1'],
    ['Refused', { code: 'X', message: 'It is halted.' }, EXIT.failed, 'It is halted.'],
    ['InvalidInput', { message: 'fast must be below slow' }, EXIT.badInput, 'fast must be below slow'],
  ])('ends with the code of the answer %s', async (name, fields, code, sentence) => {
    api.answers['deploy'] = { __typename: name, ...fields };
    expect(await runCli(['deploy', 'ema-cross', '--account', 'demo'])).toBe(code);
    expect(err).toContain(sentence);
  });

  it('names the strategy that is like one that there is not', async () => {
    expect(await runCli(['deploy', 'ema-cros', '--account', 'demo'])).toBe(EXIT.badInput);
    expect(err).toContain('There is no strategy "ema-cros". Did you mean ema-cross? "plimsoll strategy list" names');
  });

  it('names the accounts there are when it does not know one', async () => {
    expect(await runCli(['deploy', 'ema-cross', '--account', 'dmeo'])).toBe(EXIT.badInput);
    expect(err).toContain('There is no account "dmeo"; there is demo.');
  });

  it('stops the deployment whose id begins so, and refuses a beginning of two', async () => {
    api.answers['deployments'] = [
      { id: 'd-11', strategy: 's', status: 'RUNNING' },
      { id: 'd-12', strategy: 's', status: 'RUNNING' },
    ];
    api.answers['stopDeployment'] = { __typename: 'Deployment', id: 'd-11', strategy: 's', symbol: 'BTC/USDT' };
    expect(await runCli(['stop', 'd-11'])).toBe(EXIT.ok);
    expect(api.asked.at(-1)?.variables).toEqual({ id: 'd-11', reason: 'stopped from the command line' });
    expect(await runCli(['stop', 'd-1'])).toBe(EXIT.badInput);
  });

  it('says of a faulted deployment that its fault is dismissed', async () => {
    api.answers['deployments'] = [{ id: 'd-11', strategy: 's', status: 'FAULTED' }];
    api.answers['stopDeployment'] = { __typename: 'Deployment', id: 'd-11', strategy: 's', symbol: 'BTC/USDT', status: 'STOPPED' };
    expect(await runCli(['stop', 'd-11', '--reason', 'mended'])).toBe(EXIT.ok);
    expect(api.asked.at(-1)?.variables).toEqual({ id: 'd-11', reason: 'mended' });
    expect(out).toContain('dismissed the fault of s on BTC/USDT (d-11)');
  });

  describe('close', () => {
    const holds = (symbol: string, quantity: string, deploymentId: string | null = 'd-11') => ({ symbol, quantity, deploymentId });

    beforeEach(() => {
      api.answers['deployments'] = [{ id: 'd-11', accountId: 'a-1', strategy: 's', status: 'FAULTED' }];
      api.answers['closePosition'] = { __typename: 'Order', side: 'SELL', quantity: '3', status: 'SUBMITTED' };
    });

    it('closes what a deployment holds, of one that broke too', async () => {
      api.answers['positions'] = [holds('BTC/USDT', '3'), holds('ETH/USDT', '0.0'), holds('ETH/USDT', '1', 'd-2')];
      expect(await runCli(['close', 'd-1'])).toBe(EXIT.ok);
      expect(api.asked.at(-1)?.variables).toEqual({ deploymentId: 'd-11', symbol: 'BTC/USDT' });
      expect(out).toBe('SELL 3 BTC/USDT for s (d-11): SUBMITTED\n');
    });

    it('closes what is held by hand', async () => {
      api.answers['positions'] = [holds('BTC/USDT', '3'), holds('ETH/USDT', '-1', 'hand-1'), holds('ETH/USDT', '-1', null)];
      expect(await runCli(['close', 'hand'])).toBe(EXIT.ok);
      expect(api.asked.at(-1)?.variables).toEqual({ deploymentId: 'hand-1', symbol: 'ETH/USDT' });
      expect(out).toContain('for by hand (hand-1): SUBMITTED');
    });

    it('says that it waits for exits', async () => {
      api.answers['closePosition'] = { __typename: 'Order', side: 'SELL', quantity: '3', status: 'RELEASED' };
      expect(await runCli(['close', 'd-11', '--symbol', 'BTC/USDT'])).toBe(EXIT.ok);
      expect(out).toContain('RELEASED; it waits until the exits in its way are gone');
    });

    it.each([
      ['several', [holds('BTC/USDT', '3'), holds('ETH/USDT', '-1')], EXIT.badInput, 's holds BTC/USDT, ETH/USDT; say which with --symbol.'],
      ['nothing', [], EXIT.failed, 's holds nothing.'],
    ])('says what to do where it holds %s', async (_, positions, code, sentence) => {
      api.answers['positions'] = positions;
      expect(await runCli(['close', 'd-11'])).toBe(code);
      expect(err).toContain(sentence);
      expect(api.asked.map(({ operationName }) => operationName)).not.toContain('closePosition');
    });

    it('passes on why not', async () => {
      api.answers['closePosition'] = { __typename: 'Refused', code: 'TRADING_HALTED', message: 'trading on this account is HALTED' };
      expect(await runCli(['close', 'd-11', '--symbol', 'BTC/USDT'])).toBe(EXIT.failed);
      expect(err).toContain('trading on this account is HALTED');
    });
  });

  describe('halt', () => {
    const halted = { ...account, tradingState: 'HALTED', tradingReason: 'drill (local)' };
    const order = (status: string): object => ({ clientOrderId: status, status });

    it('is done once nothing is open at the exchange but stops that wait', async () => {
      const pages = [
        [order('PENDING_CANCEL'), order('EMULATED')],
        [order('EMULATED'), order('RELEASED')],
      ];
      api.answers['setTradingState'] = halted;
      api.answers['orders'] = () => ({ items: pages.length > 1 ? pages.shift() : pages[0] });
      expect(await runCli(['halt', '--reason', 'drill'])).toBe(EXIT.ok);
      expect([out, pages.length]).toEqual(['demo: HALTED, drill (local)\n', 1]);
    });

    it('tells of orders that nobody cancels, with 5', async () => {
      api.answers['setTradingState'] = halted;
      api.answers['orders'] = { items: [order('PENDING_CANCEL'), order('ACCEPTED')] };
      expect(await runCli(['halt', '--reason', 'drill'])).toBe(EXIT.pending);
      expect(out).toBe(
        'demo: HALTED, drill (local); 2 orders are not known to be cancelled yet and may still fill; the dashboard lists them\n',
      );
    }, 20_000);

    it('says that an account is not halted while neither trader nor executor answers, with 5', async () => {
      api.answers['setTradingState'] = { __typename: 'Pending', commandId: 'c-1' };
      expect(await runCli(['halt', '--reason', 'drill'])).toBe(EXIT.pending);
      expect(out).toMatch(/^demo: NOT HALTED YET: neither its trader nor its executor answers\. It halts as soon as one of them runs;/);
    }, 20_000);
  });

  it('halts every account that is left when one cannot be', async () => {
    api.answers['accounts'] = [
      account,
      { ...account, id: 'a-2', name: 'second' },
      { ...account, id: 'a-3', name: 'old', status: 'DISABLED' },
    ];
    api.answers['setTradingState'] = { __typename: 'Refused', message: 'No trader.' };
    expect(await runCli(['halt', '--reason', 'drill'])).toBe(EXIT.failed);
    expect(api.asked.filter(({ operationName }) => operationName === 'setTradingState')).toHaveLength(2);
    expect(out).toBe('demo: No trader.\nsecond: No trader.\n');
  });

  it('starts nothing without the database that is set', async () => {
    process.env['DATABASE_URL'] = 'postgres://127.0.0.1:1/x';
    const fresh = (process.env['PLIMSOLL_HOME'] = join(home, 'fresh'));
    expect(await runCli(['up']).finally(() => delete process.env['DATABASE_URL'])).toBe(EXIT.badInput);
    expect(err).toMatch(/^plimsoll: The server of DATABASE_URL does not answer: connect ECONNREFUSED 127.0.0.1:1; start it, .*\.\n$/);
    await expect(stat(fresh)).rejects.toThrow('ENOENT');
  });

  it('runs nowhere when the data folder is below a file', async () => {
    process.env['PLIMSOLL_HOME'] = join(home, 'runtime.json');
    process.env['DASHBOARD_PORT'] = '1';
    expect(await runCli(['status']).finally(() => delete process.env['DASHBOARD_PORT'])).toBe(EXIT.notRunning);
  });

  it('starts nothing in a data folder that is a file', async () => {
    const file = join(home, 'runtime.json');
    process.env['PLIMSOLL_HOME'] = join(file, 'data');
    expect(await runCli(['up'])).toBe(EXIT.badInput);
    expect(err).toBe(
      `plimsoll: The data folder ${file}/data cannot be used: ${file} is not a folder; set PLIMSOLL_HOME to a folder that can be written.\n`,
    );
  });

  it('shows the last lines of all components in order of time', async () => {
    await mkdir(join(home, 'logs'));
    await writeFile(join(home, 'logs', 'api.log'), '{"t":"2026-01-01T00:00:02Z","level":"info","msg":"second","port":1}\n');
    await writeFile(
      join(home, 'logs', 'trader-demo.log'),
      '{"t":"2026-01-01T00:00:01Z","level":"info","msg":"first"}\n{"t":"2026-01-01T00:00:03Z","level":"warn","msg":"third"}\n',
    );
    expect(await runCli(['logs', '-n', '2'])).toBe(EXIT.ok);
    expect(out.split('\n').map((line) => line.replace(/ +/g, ' '))).toEqual([
      '2026-01-01T00:00:02Z api info second port=1',
      '2026-01-01T00:00:03Z trader-demo warn third',
      '',
    ]);
  });
});
