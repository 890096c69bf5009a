import { defineStrategy, param } from '@libs/sdk';
import type { SignalEvent, Strategy } from '@libs/sdk';
import { claimedHost, liveHost, plannedOf, playPlanned } from './backtest';
import { fillHash } from './fill-hash';
import { parseSignals } from './recorded-signals';
import { BTC, run, scripted, termsOf, told } from '../../test/scripted';
import type { Context, Rows } from '../../test/scripted';

const ROWS: Rows = Array.from({ length: 6 }, (_, n) => [100 + n, 100 + n, 100 + n, 100 + n] as const);

/** Buys or sells one as it is told. */
function obedient(heard: SignalEvent[] = []): Strategy {
  return defineStrategy({
    name: 'obedient',
    version: '1.0.0',
    title: 'Obedient',
    description: 'For tests.',
    params: { symbol: param.symbol({ description: 'What to trade' }) },
    watches: ({ symbol }) => [{ symbol, interval: '1m' }],
    warmUp: () => 1,
    state: () => ({}),
    onBar: () => undefined,
    onSignal: (ctx: Context, signal) => {
      heard.push(signal);
      if (signal.value === 'buy') ctx.buy(BTC, '1');
      else ctx.closePosition(BTC);
    },
  });
}

const FILE = `
{"at":"1970-01-01T00:04:10Z","name":"side","value":"sell","source":"model"}
{"at":150000,"name":"side","value":"buy","expiresInSeconds":5}
{"at":30000,"name":"side","value":"buy"}
`;

describe('recorded signals', () => {
  it('are read in order of time, with source and expiry', () => {
    expect(parseSignals(FILE)).toEqual([
      { at: 30_000, name: 'side', value: 'buy', source: 'file', expiresAt: 90_000 },
      { at: 150_000, name: 'side', value: 'buy', source: 'file', expiresAt: 155_000 },
      { at: 250_000, name: 'side', value: 'sell', source: 'model', expiresAt: 310_000 },
    ]);
  });

  it('expire no earlier than they say, to the millisecond', () => {
    expect(parseSignals('{"at":1000,"name":"a","value":1,"expiresInSeconds":0.0004}')).toMatchObject([{ expiresAt: 1_001 }]);
  });

  it.each([
    ['{"at":1}x', 'line 2 of the signals: {"at":1}x is no JSON object'],
    ['{"at":"yesterday","name":"a","value":1}', 'at is "yesterday"; it must be a time'],
    ['{"at":1,"value":1}', 'name is undefined; it must be a text of 1 to 64 characters'],
    ['{"at":1,"name":"a"}', 'there is no value'],
    ['{"at":1,"name":"a","value":1,"ttl":3}', 'there is no field "ttl"; there are at, name'],
    ['{"at":5,"name":"a","value":1,"expiresAt":5}', 'expiresAt is 5; it must be a time after at'],
    ['{"at":5,"name":"a","value":1,"expiresInSeconds":0}', 'it must be a number above 0'],
    ['{"at":5,"name":"a","value":1,"expiresInSeconds":1,"expiresAt":9}', 'give one'],
  ])('that make no sense are refused with their line: %s', (line, message) => {
    expect(() => parseSignals(`\n${line}`)).toThrow(message);
  });

  it('are told in a backtest at their time, and what is earlier than the start is not', () => {
    const heard: SignalEvent[] = [];
    const { fills, fault } = run(obedient(heard), ROWS, { signals: parseSignals(FILE) });
    expect(fault).toBeNull();
    expect(heard.map(({ value, receivedAt }) => [value, receivedAt])).toEqual([
      ['buy', 150_000],
      ['sell', 250_000],
    ]);
    // At the time of each the bar stands at 102 and at 104.
    expect(told({ fills })).toEqual(['150 BUY 1 at 102 for 0', '250 SELL 1 at 104 for 0']);
  });

  it('lead to the same trades when the run is held against what the strategy is said to have done', () => {
    const terms = termsOf(ROWS, { signals: parseSignals(FILE) });
    const planned = plannedOf(obedient(), { symbol: BTC });
    const host = liveHost(obedient(), { symbol: BTC });
    const first = playPlanned(planned, terms, host);
    expect(fillHash(playPlanned(planned, terms, claimedHost(host.claim)).fills)).toBe(fillHash(first.fills));
    expect(fillHash(run(obedient(), ROWS, { signals: terms.signals!, stepsEachBar: true }).fills)).toBe(fillHash(first.fills));
  });

  it('for a strategy that does not listen are refused', () => {
    expect(() => run(scripted(), ROWS, { signals: parseSignals(FILE) })).toThrow('the strategy has no onSignal hook');
  });
});
