import { TraderDownAlerts } from './trader-downs';

const trader = (isDown: boolean, reason: string | null = null) => ({ accountId: 'a', accountName: 'demo', isDown, reason });

/** What is told at each second, of a trader that is down or not. */
function told(...seconds: readonly (readonly [second: number, isDown: boolean, reason?: string])[]): unknown[] {
  const alerts = new TraderDownAlerts();
  return seconds.flatMap(([second, isDown, reason]) =>
    alerts
      .look([trader(isDown, reason)], second * 1_000)
      .map(({ kind, state, severity, subject, text }) => [second, kind, state, severity, subject, text]),
  );
}

describe('TraderDownAlerts', () => {
  it('tells once why an account is not traded, and once that it is again', () => {
    expect(
      told([0, false], [1, true, 'why'], [10, true, 'why'], [11, true, 'why'], [12, true, 'why'], [13, false], [22, false], [23, false]),
    ).toEqual([
      [11, 'trader-down', 'RAISED', 'critical', 'account demo', 'The account is not traded, its trader is down: why'],
      [23, 'trader-down', 'RESOLVED', 'info', 'account demo', 'The account is traded again'],
    ]);
  });

  it('tells of no trader that died and is back, nor of what the last run left on the board', () => {
    expect(told([0, true, 'an old word'], [9, true, 'an old word'], [10, false], [20, true], [25, false], [40, false])).toEqual([]);
  });

  it('has an id of its own for each time', () => {
    const alerts = new TraderDownAlerts({ raiseAfter: 0, resolveAfter: 0, raiseAfterStart: 0 });
    const ids = [1, 2, 3].flatMap((now) => alerts.look([trader(now !== 2)], now).map(({ id }) => id));
    expect(ids).toEqual(['trader-down:a:1:RAISED', 'trader-down:a:2:RESOLVED', 'trader-down:a:3:RAISED']);
  });
});
