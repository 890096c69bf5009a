import { toldApart } from './told-apart';

function run(id: string, params: object, more: object = {}) {
  return { id, kind: 'BACKTEST' as const, strategy: 'waves', spec: { strategy: 'waves', params, balance: '10000', ...more } };
}

const BTC = { symbol: 'BTC/USDT', interval: '5m', fast: 12, slow: 26 };

describe('runs in a list', () => {
  it('are told apart by what others of their strategy and market have otherwise', () => {
    const runs = [
      run('a', BTC),
      run('b', { ...BTC, fast: 20, slow: 60 }),
      run('c', BTC, { balance: '500' }),
      run('d', { ...BTC, symbol: 'ETH/USDT' }),
    ];
    expect(Object.fromEntries(toldApart(runs))).toEqual({
      a: 'fast 12, slow 26, balance 10000',
      b: 'fast 20, slow 60, balance 10000',
      c: 'fast 12, slow 26, balance 500',
      d: '',
    });
  });

  it('of searches and walk forwards say what is searched', () => {
    const search = (fast: string) => ({ backtest: { params: { symbol: 'BTC/USDT' } }, search: { fast } });
    const searched = [search('5..30'), search('1..9')].map((spec, at) => ({ ...run(`s${at}`, {}), kind: 'OPTIMISATION' as const, spec }));
    const walked = [search('5..30'), search('1..9')].map((optimisation, at) => ({
      ...run(`w${at}`, {}),
      kind: 'WALK_FORWARD' as const,
      spec: { optimisation, train: 1 },
    }));
    expect([...toldApart([...searched, ...walked]).values()]).toEqual(['fast 5..30', 'fast 1..9', 'fast 5..30', 'fast 1..9']);
  });

  it('name four differences at most', () => {
    const long = (n: number) => run(String(n), { a: n, b: n, c: n, d: n, e: n });
    expect(toldApart([long(1), long(2)]).get('1')).toBe('a 1, b 1, c 1, d 1, …');
  });
});
