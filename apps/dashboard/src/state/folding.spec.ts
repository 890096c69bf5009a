import { isFolded } from './folding';

describe('the form that starts runs', () => {
  it('waits behind its button where it stands above runs, and while it is not known whether there are any', () => {
    expect(isFolded({ isAbove: true, hasRuns: true, isOpened: false })).toBe(true);
    expect(isFolded({ isAbove: true, hasRuns: null, isOpened: false })).toBe(true);
    expect(isFolded({ isAbove: true, hasRuns: true, isOpened: true })).toBe(false);
  });

  it('is open where there are no runs, or room beside them', () => {
    expect(isFolded({ isAbove: true, hasRuns: false, isOpened: false })).toBe(false);
    expect(isFolded({ isAbove: false, hasRuns: true, isOpened: false })).toBe(false);
  });
});
