import type { DataTrust } from '@libs/kernel';
import { trustOf } from '@libs/kernel';
import { TrustTeller } from './trust-teller';

function teller() {
  const reasons: (string | null)[] = [];
  const lines: unknown[] = [];
  const log = (level: string) => (message: string, fields?: object) => void lines.push([level, message, fields]);
  const told = new TrustTeller({ set: (_, reason) => void reasons.push(reason) }, { info: log('info'), warn: log('warn') });
  const tell = (symbol: string, trust: DataTrust, since: number) => told.tell({ type: 'DataTrustChanged', symbol, ...trust, since });
  return { tell, reasons, lines };
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

  it('logs the beginning as a warning and the end with how long it lasted', () => {
    const { tell, lines } = teller();
    tell('BTC/USDT', trustOf(['STALE']), 1_000);
    tell('BTC/USDT', trustOf([]), 43_000);
    expect(lines).toEqual([
      ['warn', 'market data is not trusted, entries wait', { symbol: 'BTC/USDT', reasons: ['STALE'] }],
      ['info', 'market data may be acted on again', { symbol: 'BTC/USDT', trust: 'TRUSTED', reasons: [], untrustedMs: 42_000 }],
    ]);
  });
});
