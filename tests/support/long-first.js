import Sequencer from '@jest/test-sequencer';

const LONG = /\/tests\/(integration|browser|e2e|contract)\//;

/** The tests of whole processes first, the longest, so that none is left to run alone at the end. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(({ path }) => LONG.test(path)), ...sorted.filter(({ path }) => !LONG.test(path))];
  }
}
