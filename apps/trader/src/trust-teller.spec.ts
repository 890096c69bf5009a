import type { DataTrust } from '@libs/kernel';
import { trustOf } from '@libs/kernel';
import { TrustTeller } from './trust-teller';

function teller() {
  const reasons: (string | null)[] = [];
  const lines: unknown[] = [];
  const log = (level: string) => (message: string, fields?: object) => void lines.push([level, message, fields]);
  const due: (() => void)[] = [];
  const health = { set: (_: string, reason: string | null) => void reasons.push(reason) };
  const told = new TrustTeller(health, { info: log('info'), warn: log('warn') }, (ms, then) => {
    expect(ms).toBe(1_000);
    due.push(then);
  });
  const tell = (symbol: string, trust: DataTrust, since: number) => told.tell({ type: 'DataTrustChanged', symbol, ...trust, since });
  return { tell, reasons, lines, pass: () => due.splice(0).forEach((then) => then()) };
}

describe('TrustTeller', () => {
  it('names every symbol that is not trusted in health, and is well once none is left', () => {
    const { tell, reasons } = teller();
    tell('BTC/USDT', trustOf(['STALE', 'GAP']), 1);
    tell('ETH/USDT', trustOf(['HALTED']), 2);
    tell('BTC/USDT', trustOf([]), 3);
    tell('ETH/USDT', trustOf(['FORMING']), 4);
    expect(reasons).toEqual([
      'market data is not trusted, entries wait: BTC/USDT (STALE, GAP)',
      'market data is not trusted, entries wait: BTC/USDT (STALE, GAP), ETH/USDT (HALTED)',
      'market data is not trusted, entries wait: ETH/USDT (HALTED)',
      null,
    ]);
  });

  it('logs every symbol with its reasons in one line, and the all-clear', () => {
    const { tell, lines, pass } = teller();
    tell('BTC/USDT', trustOf(['STALE']), 1_000);
    tell('ETH/USDT', trustOf(['STALE', 'GAP']), 1_000);
    pass();
    tell('ETH/USDT', trustOf(['STALE']), 2_000);
    tell('BTC/USDT', trustOf([]), 43_000);
    pass();
    tell('ETH/USDT', trustOf([]), 44_000);
    pass();
    expect(lines).toEqual([
      ['warn', 'market data is not trusted, entries wait: BTC/USDT (STALE), ETH/USDT (STALE, GAP)', undefined],
      ['info', 'market data is trusted again: BTC/USDT', { allClear: true }],
      ['info', 'market data is trusted again: ETH/USDT', { allClear: true }],
    ]);
  });

  it('logs nothing of a symbol that is trusted within a second, as one whose feed connects', () => {
    const { tell, lines, pass } = teller();
    tell('BTC/USDT', trustOf(['STALE']), 1_000);
    tell('BTC/USDT', trustOf([]), 1_300);
    pass();
    expect(lines).toEqual([]);
  });

  it('logs no second time what goes on', () => {
    const { tell, lines, pass } = teller();
    tell('BTC/USDT', trustOf(['STALE']), 1_000);
    pass();
    tell('BTC/USDT', trustOf([]), 2_000);
    tell('BTC/USDT', trustOf(['STALE']), 2_100);
    pass();
    expect(lines).toHaveLength(1);
  });
});
