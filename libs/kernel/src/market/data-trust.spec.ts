import { TRUSTED, sameTrust, trustOf } from './data-trust';

describe('the trust in the data of a symbol', () => {
  it('is whole without reasons', () => {
    expect(trustOf([])).toBe(TRUSTED);
  });

  it('is degraded while a bar only waits for its confirmation', () => {
    expect(trustOf(['FORMING'])).toEqual({ level: 'DEGRADED', reasons: ['FORMING'] });
  });

  it('is gone for every other reason, named once and in a fixed order', () => {
    expect(trustOf(['FORMING', 'GAP', 'STALE', 'GAP'])).toEqual({ level: 'UNTRUSTED', reasons: ['STALE', 'GAP', 'FORMING'] });
    for (const reason of ['STALE', 'GAP', 'CROSSED', 'SKEWED', 'HALTED'] as const) expect(trustOf([reason]).level).toBe('UNTRUSTED');
  });

  it('is the same only with the same reasons', () => {
    expect(sameTrust(trustOf(['STALE']), trustOf(['STALE']))).toBe(true);
    expect(sameTrust(trustOf(['STALE']), trustOf(['GAP']))).toBe(false);
    expect(sameTrust(TRUSTED, trustOf(['FORMING']))).toBe(false);
  });
});
