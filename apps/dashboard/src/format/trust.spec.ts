import { reasonSentence, trustWord } from './trust';

describe('data trust in words', () => {
  it('says level and reasons, so that colour never stands alone', () => {
    expect(trustWord({ level: 'UNTRUSTED', reasons: ['STALE', 'GAP'] })).toEqual({
      tone: 'bad',
      label: 'Data not trusted: stale, gap',
      meaning: 'What is shown may be wrong: entries wait, exits go. Why: nothing fresh came, and something in between was lost',
    });
    expect(trustWord({ level: 'DEGRADED', reasons: ['FORMING'] })).toMatchObject({ tone: 'warn', label: 'Data late: forming' });
    expect(trustWord({ level: 'TRUSTED', reasons: [] })).toMatchObject({ tone: 'good', label: 'Data trusted' });
  });

  it('shows a reason that is newer than the page as it is', () => {
    expect(reasonSentence({ reasons: ['HAUNTED' as 'STALE'] })).toBe('haunted');
  });
});
