import fc from 'fast-check';
import { MAX_STATE_LENGTH, stateText } from './state-text';

class Thing {
  size = 1;
}

describe('stateText', () => {
  it.each<[object, string]>([
    [{ a: NaN }, 'state.a is NaN'],
    [{ a: { b: [1, -Infinity] } }, 'state.a.b[1] is -Infinity'],
    [{ a: undefined }, 'state.a is undefined (use null)'],
    [{ a: () => 1 }, 'state.a is a function'],
    [{ a: 1n }, 'state.a is a bigint'],
    [{ a: new Date(0) }, 'state.a is a Date'],
    [{ a: new Map() }, 'state.a is a Map'],
    [{ a: new Thing() }, 'state.a is a Thing'],
    [{ a: new Float64Array(2) }, 'state.a is a Float64Array'],
    [{ a: Object.create(null) as object }, 'state.a is a bare object'],
    [{ a: { toJSON: 1 } }, 'state.a.toJSON is a name that JSON treats apart'],
    [{ a: [1, , 2] }, 'state.a[1] is undefined'],
    [{ a: 'x'.repeat(MAX_STATE_LENGTH) }, `state is ${MAX_STATE_LENGTH + 8} characters long`],
  ])('refuses what JSON would change: %#', (state, sentence) => {
    expect(() => stateText(state)).toThrow(sentence);
  });

  it('refuses a circle', () => {
    const circle: { self?: object } = {};
    circle.self = circle;
    expect(() => stateText(circle)).toThrow('nested more than 64 deep, or refers to itself');
  });

  it('makes zero of negative zero', () => {
    expect(stateText({ a: -0 })).toBe('{"a":0}');
  });

  it('reads back as it was, for any plain value', () => {
    const plain = fc
      .jsonValue({ maxDepth: 4 })
      .filter((value) => !JSON.stringify(value).includes('"__proto__"') && !JSON.stringify(value).includes('"toJSON"'));
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__' && key !== 'toJSON'),
          plain,
        ),
        (state) => {
          const own = { ...state };
          const text = stateText(own);
          expect(stateText(JSON.parse(text) as object)).toBe(text);
        },
      ),
    );
  });
});
