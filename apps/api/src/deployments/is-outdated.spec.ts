import { isOutdated } from './is-outdated';

describe('isOutdated', () => {
  it.each([
    ['running', true, true],
    ['faulted', true, true],
    ['running', false, false],
    ['stopped', true, false],
  ])('of a deployment that is %s, where the installed code differs: %s, is %s', (status, differs, expected) => {
    const deployment = { status, strategy: 'grid', strategyVersion: '1.0.0+0123456789ab' };
    expect(isOutdated(deployment, { isOutdated: () => differs })).toBe(expected);
  });
});
