import { CAUSES, type CauseMoney, type OrderDifference, type ParityReport } from '@libs/backtest';
import { decimal } from '@libs/kernel';
import { verdictOf, type ParityOutcome } from '@libs/research';
import { describeParity } from './describe-parity';

function causes(money: Partial<Record<keyof CauseMoney, string>>): CauseMoney {
  return Object.fromEntries(CAUSES.map((cause) => [cause, decimal(money[cause] ?? '0')])) as CauseMoney;
}

const REPLAY = { inputs: 1_200, events: 40, journalRows: 30, answers: 60, firstInput: 1, lastInput: 1_200, difference: null, changes: [] };

function outcome(report: Partial<ParityReport> | null, difference: ParityOutcome['replays'][number]['report']['difference'] = null) {
  const whole: ParityReport = {
    settleAsset: 'USDT',
    equity: { session: decimal('10'), backtest: decimal('12.5'), difference: decimal('-2.5') },
    causes: causes({ latency: '-3', fee: '0.5' }),
    turnover: decimal('10000'),
    decisions: { equal: 9, of: 10 },
    fills: { equal: 4, of: 10 },
    differences: [],
    bugs: [],
    ...report,
  };
  const deployment = { deploymentId: 'd', strategy: 'ema-cross', version: '1.0.0', from: 0, to: 60_000, candles: 'recorded' as const };
  return {
    accountId: 'a',
    sessionId: 's',
    replays: [{ sessionId: 's', report: { ...REPLAY, difference } }],
    deployments: [{ ...deployment, report: report && whole, notes: report ? [] : ['it watches no bars'] }],
  } satisfies ParityOutcome;
}

describe('what plimsoll parity says', () => {
  it('shows causes in money and in hundredths of a percent of what was traded', () => {
    const text = describeParity(outcome({}));
    expect(text).toContain('1,200 inputs and 60 answers of strategies replayed, identical');
    expect(text).toContain('9 of 10 decisions and 4 of 10 filled orders are as in the backtest');
    // 3 of 10,000 are 3 hundredths of a percent.
    expect(text).toMatch(/latency +-3 {2}-3 bps/);
    expect(text).toMatch(/difference +-2.5 {2}-2.5 bps/);
    expect(text).not.toMatch(/^ {2}data/m);
    expect(verdictOf(outcome({}))).toBe('EXPLAINED');
  });

  it('names a bug with its order, even one that costs nothing', () => {
    const bugged = outcome({ bugs: [{ clientOrderId: 'order-7', what: 'booked twice' }] });
    expect(describeParity(bugged)).toContain('BUG of order order-7: booked twice');
    expect(verdictOf(bugged)).toBe('DIFFERENT');
    expect(verdictOf(outcome({ causes: causes({ bug: '0.01' }) }))).toBe('DIFFERENT');
  });

  it('says of an order what it filled, why it was refused, or that it was not filled', () => {
    const order = { clientOrderId: 'o', quantity: decimal('2'), filled: decimal('2'), averagePrice: decimal('99.5'), fees: decimal('0') };
    const unfilled = { ...order, filled: decimal('0'), averagePrice: null };
    const line = (session: object | null, backtest: object | null, money: CauseMoney, total: string): string => {
      const difference = {
        symbol: 'BTC/USDT',
        side: 'BUY',
        decidedAt: 0,
        moment: 'm',
        session,
        backtest,
        money,
        total: decimal(total),
      } as OrderDifference;
      return describeParity(outcome({ differences: [difference] }))
        .split('\n')
        .find((text) => text.includes('BUY BTC/USDT'))!
        .trim();
    };
    const filled = { ...order, refusal: null };
    expect(line(filled, { ...unfilled, refusal: 'halted' }, causes({ rejection: '-3' }), '-3')).toBe(
      '1970-01-01T00:00:00.000Z BUY BTC/USDT: 2 at 99.5, backtest halted: -3 (rejection -3)',
    );
    expect(line({ ...unfilled, refusal: null }, null, causes({}), '0')).toBe(
      '1970-01-01T00:00:00.000Z BUY BTC/USDT: not filled, backtest no order: 0',
    );
  });

  it('takes a replay that differs for more than anything that can be explained', () => {
    const strayed = outcome({}, { inputSeq: 17, where: 'strategy', what: 'it answered otherwise' });
    expect(describeParity(strayed)).toContain('DIFFERENT at input 17, strategy: it answered otherwise');
    expect(verdictOf(strayed)).toBe('DIFFERENT');
  });

  it('says of a replay that differs what is other than when it was recorded', () => {
    const strayed = outcome({}, { inputSeq: 17, where: 'event log', what: 'x' });
    const changes = ['it was recorded by version 1, this is 2'];
    const told = { ...strayed, replays: strayed.replays.map(({ report, ...session }) => ({ ...session, report: { ...report, changes } })) };
    expect(describeParity(told)).toContain('\n  it was recorded by version 1, this is 2: that may be the cause');
  });

  it('says why nothing can be compared', () => {
    expect(describeParity(outcome(null))).toContain('not compared: it watches no bars');
    expect(verdictOf(outcome(null))).toBe('NOT_COMPARABLE');
  });
});
