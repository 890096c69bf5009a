import { orderOf } from './run-messages';

const ENV = { home: '/srv/plimsoll', databaseUrl: 'postgres://plimsoll:secret@db/plimsoll', strategies: '/srv/strategies' };

describe('what the process of a run is told', () => {
  it.each(['BACKTEST', 'OPTIMISATION', 'WALK_FORWARD', 'MONTE_CARLO'] as const)(
    'is nothing of the database for a run of kind %s',
    (kind) => {
      const order = orderOf({ kind, spec: { strategy: 'ema-cross' } }, ENV, 2);
      expect(order).toEqual({ kind, spec: { strategy: 'ema-cross' }, home: ENV.home, jobs: 2, strategies: ENV.strategies });
      expect(JSON.stringify(order)).not.toContain('postgres');
    },
  );

  it('is where the database is when sessions are read and a score is stored', () => {
    expect(orderOf({ kind: 'PARITY', spec: {} }, ENV, 1)).toMatchObject({ kind: 'PARITY', databaseUrl: ENV.databaseUrl });
  });
});
