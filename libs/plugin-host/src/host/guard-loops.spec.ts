import { guardLoops } from './guard-loops';

const guarded = (text: string): string =>
  guardLoops(text, './guard.js').slice("import { round as __round, throwing as __throwing } from './guard.js'; ".length);

describe('guardLoops', () => {
  it.each([
    ['while (a < b) c();', 'while (__round(), a < b) c();'],
    ['do c(); while (a);', 'do c(); while (__round(), a);'],
    ['for (let n = 0; n < f(1); n += 1) c();', 'for (let n = 0; __round(), n < f(1); n += 1) c();'],
    ['for (;;) c();', 'for (; __round();) c();'],
    ['for (const a of list) { c(); }', 'for (const a of list) { __round(); c(); }'],
    ['for (const a of list) c();', 'for (const a of list) if (__round()) c();'],
    ['for (const a of list) if (a) c(); else d();', 'for (const a of list) if (__round()) if (a) c(); else d();'],
    ["if (a) throw 'b';", "if (a) throw __throwing(), 'b';"],
    ['a.throw(b); // throw c', 'a.throw(b); // throw c'],
    ["const key = Symbol.for('a');", "const key = Symbol.for('a');"],
    ['a.while(b); a?.for(b);', 'a.while(b); a?.for(b);'],
    ["const text = 'while (a)'; // for (;;)", "const text = 'while (a)'; // for (;;)"],
  ])('counts the rounds, and notes the throws, of %s', (text, expected) => {
    expect(guarded(text)).toBe(expected);
  });

  it('leaves every line where it was', () => {
    expect(guardLoops('a();\nwhile (b) {\n  c();\n}\n', './guard.js').split('\n')[1]).toBe('while (__round(), b) {');
  });
});
