import { guardLoops } from './guard-loops';

const guarded = (text: string): string =>
  guardLoops(text, './guard.js').slice("import { round as __round, call as __call, throwing as __throwing } from './guard.js'; ".length);

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
    ['function a(b) { c(); }', 'function a(b) { __call(); c(); }'],
    ['function* a() { yield 1; }', 'function* a() { __call(); yield 1; }'],
    ['const a = { b(c) { d(); }, get e() { return 1; } };', 'const a = { b(c) { __call(); d(); }, get e() { __call(); return 1; } };'],
    ['list.map((a) => { b(); });', 'list.map((a) => { __call(); b(); });'],
    ['list.map((a) => a + 1);', 'list.map((a) => __call() && a + 1);'],
    ['next: () => ({ done: false }),', 'next: () => __call() && ({ done: false }),'],
    ['const f = (a) => a ?? 1;', 'const f = (a) => a ?? 1;'],
    ['const f = (a) => (b) => a === b;', 'const f = (a) => (b) => __call() && a === b;'],
    ['const f = (a) => void (b = a);', 'const f = (a) => void (b = a);'],
    ['if (f(a)) { b(); } else if (c) { d(); }', 'if (f(a)) { b(); } else if (c) { d(); }'],
    ['try { a(); } catch (b) { c(); }', 'try { a(); } catch (b) { c(); }'],
  ])('counts the rounds and calls, and notes the throws, of %s', (text, expected) => {
    expect(guarded(text)).toBe(expected);
  });

  it('leaves every line where it was', () => {
    expect(guardLoops('a();\nwhile (b) {\n  c();\n}\n', './guard.js').split('\n')[1]).toBe('while (__round(), b) {');
  });
});
