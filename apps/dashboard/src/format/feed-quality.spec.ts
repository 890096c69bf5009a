import { feedWord, latencyWords, uptimeWords } from './feed-quality';

describe('feed quality in words', () => {
  it('names what is wrong now, so that colour never stands alone', () => {
    expect(feedWord({ reasons: [] })).toMatchObject({ label: 'Well', tone: 'good' });
    expect(feedWord({ reasons: ['STALE', 'GAP'] })).toEqual({
      label: 'stale, gap',
      tone: 'bad',
      meaning: 'nothing fresh came, and something in between was lost',
    });
  });

  it('says 100 % only of a feed that was never away', () => {
    expect([uptimeWords(1, 'en'), uptimeWords(0.99999, 'en'), uptimeWords(0, 'en')]).toEqual(['100.00 %', '99.99 %', '0.00 %']);
  });

  it('shows median and worst of a hundred, and a dash where nothing was measured', () => {
    expect([latencyWords({ p50: 0.0152, p99: 80.4 }), latencyWords(null)]).toEqual(['0.015 / 80 ms', '–']);
  });
});
