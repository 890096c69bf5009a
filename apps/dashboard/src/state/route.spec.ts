import { isBelow, matchRoute } from './route';

const ROUTES = [{ pattern: '/' }, { pattern: '/runs' }, { pattern: '/runs/new' }, { pattern: '/runs/:id' }];

const found = (path: string): string | undefined => matchRoute(ROUTES, path)?.route.pattern;

describe('the routes of the dashboard', () => {
  it('finds the page of a path, the first that fits', () => {
    expect(found('/')).toBe('/');
    expect(found('/runs')).toBe('/runs');
    expect(found('/runs/new')).toBe('/runs/new');
    expect(found('/runs/7')).toBe('/runs/:id');
  });

  it('reads the parts of a path as they were before they were put into it', () => {
    expect(matchRoute(ROUTES, `/runs/${encodeURIComponent('a/b c')}`)?.parts).toEqual({ id: 'a/b c' });
  });

  it('does not care about a slash at the end', () => {
    expect(found('/runs/')).toBe('/runs');
  });

  it('knows no page for anything else', () => {
    for (const path of ['/other', '/runs/7/more', '/runs/%E0%A4%A']) expect(found(path)).toBeUndefined();
  });
});

describe('isBelow', () => {
  it('is true of the page and what is below it, and of nothing that only begins alike', () => {
    expect(isBelow('/runs', '/runs')).toBe(true);
    expect(isBelow('/runs', '/runs/7')).toBe(true);
    expect(isBelow('/runs', '/runs-of-others')).toBe(false);
    expect(isBelow('/', '/runs')).toBe(false);
  });
});
