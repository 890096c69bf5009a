import { lastWords } from './last-words';

describe('last words', () => {
  it.each([
    ['nothing', '', ''],
    ['an error', '\n\nError: lost\n  at somewhere', ': Error: lost'],
    [
      'the end of the heap',
      '<--- Last few GCs --->\nFATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      ': it ran out of memory',
    ],
    ['the end of all memory', '#\n# Fatal process out of memory: Zone\n#', ': it ran out of memory'],
    [
      'what V8 cannot do',
      '#\n# Fatal error in , line 0\n# Fatal JavaScript invalid size error 169220804\n#\n#FailureMessage Object: 0x7ffe',
      ': Fatal JavaScript invalid size error 169220804',
    ],
  ])('tell %s', (_, complaint, words) => {
    expect(lastWords(complaint)).toBe(words);
  });
});
