import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [
    name!,
    { light: light!, dark: dark! },
  ]),
);

/** Relative luminance of `#rrggbb`, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(theme: 'light' | 'dark', front: string, back: string): number {
  const [one, other] = [front, back].map((name) => luminance(tokens.get(name)![theme])) as [number, number];
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

const INKS = ['text', 'muted', 'accent', 'up', 'down', 'warn'];
const GROUNDS = ['bg', 'panel', 'raised', 'accent-wash', 'up-wash', 'down-wash', 'warn-wash'];

describe.each(['light', 'dark'] as const)('colours in %s', (theme) => {
  it.each(INKS)('let %s be read on every ground', (ink) => {
    for (const ground of GROUNDS) expect([ground, contrast(theme, ink, ground) >= 4.5]).toEqual([ground, true]);
  });

  it('let the words on the main button be read', () => {
    expect(contrast(theme, 'on-accent', 'accent')).toBeGreaterThanOrEqual(4.5);
  });

  it('let the edges of fields and the ring of the focus be seen', () => {
    expect(contrast(theme, 'field', 'panel')).toBeGreaterThanOrEqual(3);
    expect(contrast(theme, 'focus', 'panel')).toBeGreaterThanOrEqual(3);
  });
});
