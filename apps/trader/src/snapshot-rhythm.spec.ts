import { SnapshotRhythm } from './snapshot-rhythm';

/** An account that is quiet when the test says so. */
function world() {
  const said: string[] = [];
  const state = { inputSeq: 0, then: (): void => undefined };
  const account = {
    whenQuiet: (then: () => void) => {
      said.push('ask');
      state.then = then;
    },
    holdBack: () => void said.push('hold back'),
  };
  const core = { progress: () => ({ inputSeq: state.inputSeq, inboxSeq: 0, marketTime: 0, sessionId: null }) };
  const rhythm = new SnapshotRhythm({ core, account, take: () => void said.push('take') }, 0);
  const at = (now: number, inputSeq = state.inputSeq): string[] => {
    state.inputSeq = inputSeq;
    rhythm.look(now);
    return said.splice(0);
  };
  const quiet = (): string[] => {
    state.then();
    return said.splice(0);
  };
  return { at, quiet };
}

describe('SnapshotRhythm', () => {
  it('asks for quiet 50 seconds after the last snapshot', () => {
    const { at, quiet } = world();
    expect(at(49_999)).toEqual([]);
    expect(at(50_000)).toEqual(['ask']);
    expect(at(51_000)).toEqual([]);
    expect(quiet()).toEqual(['take']);
    expect(at(99_999)).toEqual([]);
    expect(at(100_000)).toEqual(['ask']);
  });

  it('holds strategies back that do not fall quiet within five seconds, so that a minute is the most', () => {
    const { at } = world();
    at(50_000);
    expect(at(54_999)).toEqual([]);
    expect(at(55_000)).toEqual(['hold back']);
  });

  it('counts inputs too, so that a fast market does not make a start long', () => {
    const { at, quiet } = world();
    expect(at(1_000, 99_999)).toEqual([]);
    expect(at(2_000, 100_000)).toEqual(['ask']);
    expect(at(3_000, 199_999)).toEqual([]);
    expect(at(4_000, 200_000)).toEqual(['hold back']);
    expect(quiet()).toEqual(['take']);
    expect(at(5_000, 299_999)).toEqual([]);
    expect(at(6_000, 300_000)).toEqual(['ask']);
  });
});
