import fc from 'fast-check';
import { TRUSTED, trustOf } from '@libs/kernel';
import type { DataTrust } from '@libs/kernel';
import { DataTrustAlerts } from './data-trust';

const STALE = trustOf(['STALE']);
const demo = (symbols: Readonly<Record<string, DataTrust>>) => [
  { accountId: 'a', accountName: 'demo', symbols: Object.entries(symbols).map(([symbol, trust]) => ({ symbol, ...trust })) },
];

function desk() {
  const alerts = new DataTrustAlerts({ raiseAfter: 0, resolveAfter: 10_000, raiseAfterStart: 30_000 });
  const look = (now: number, symbols: Readonly<Record<string, DataTrust>>) => alerts.look(demo(symbols), now);
  return { alerts, look, texts: (now: number, symbols: Readonly<Record<string, DataTrust>>) => look(now, symbols).map(({ text }) => text) };
}

describe('alerts of data trust', () => {
  it('begin at once when entries are blocked, and end when data has been trusted for a while', () => {
    const { look } = desk();
    expect(look(0, { BTC: TRUSTED })).toEqual([]);
    expect(look(5_000, { BTC: STALE })).toEqual([
      {
        id: 'data-trust:a:RAISED:5000',
        kind: 'data-trust',
        state: 'RAISED',
        severity: 'critical',
        subject: 'account demo',
        text: 'Market data is not trusted, entries wait: BTC (STALE)',
        at: '1970-01-01T00:00:05.000Z',
      },
    ]);
    expect(look(6_000, { BTC: trustOf(['STALE', 'GAP']) })).toEqual([]);
    expect(look(47_000, { BTC: TRUSTED })).toEqual([]);
    expect(look(57_000, { BTC: TRUSTED })).toEqual([
      {
        id: 'data-trust:a:RESOLVED:57000',
        kind: 'data-trust',
        state: 'RESOLVED',
        severity: 'info',
        subject: 'account demo',
        text: 'Entries may go again, market data is trusted: BTC (after 42 s)',
        at: '1970-01-01T00:00:57.000Z',
      },
    ]);
    expect(look(58_000, { BTC: TRUSTED })).toEqual([]);
  });

  it('say of a lost connection in one message which symbols it concerns', () => {
    const { look, texts } = desk();
    look(0, { BTC: TRUSTED, ETH: TRUSTED });
    expect(texts(1, { BTC: STALE, ETH: STALE })).toEqual(['Market data is not trusted, entries wait: BTC (STALE), ETH (STALE)']);
  });

  it('are one episode while a feed flickers', () => {
    const { look } = desk();
    look(0, { BTC: TRUSTED });
    const alerts = Array.from({ length: 100 }, (_, n) => look(1_000 * (n + 1), { BTC: n % 2 === 0 ? STALE : TRUSTED }));
    expect(alerts.flat()).toHaveLength(1);
  });

  it('leave a platform that starts half a minute', () => {
    const { texts } = desk();
    expect(texts(0, { BTC: STALE })).toEqual([]);
    expect(texts(29_999, { BTC: STALE })).toEqual([]);
    expect(texts(30_000, { BTC: STALE })).toEqual(['Market data is not trusted, entries wait: BTC (STALE)']);
  });

  it('say nothing of data that is only late', () => {
    const { look, texts } = desk();
    look(0, { BTC: TRUSTED });
    expect(texts(1, { BTC: trustOf(['FORMING']) })).toEqual([]);
  });

  it('begin and end in turns, whatever happens', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 20_000 })), { maxLength: 60 }), (looks) => {
        const { look } = desk();
        look(0, { BTC: TRUSTED });
        let now = 0;
        const states = looks.flatMap(([isTrusted, wait]) =>
          look((now += wait), { BTC: isTrusted ? TRUSTED : STALE }).map(({ state }) => state),
        );
        expect(states).toEqual(states.map((_, n) => (n % 2 === 0 ? 'RAISED' : 'RESOLVED')));
      }),
    );
  });
});
