import { EventLogHash, TradingCore } from '@libs/engine';
import type { Input } from '@libs/engine';
import { codeVersion } from '@libs/platform';
import type { InputRecord } from '../segment/record';
import type { Snapshot } from '../segment/snapshot-store';
import { StepAgain } from './step-again';

const OLD = { version: '0.1.0', code: '0123456789ab', commit: 'abc123', node: '26.9.0' };
const NOW = { version: '0.2.0', code: 'ba9876543210', commit: 'def456', node: '26.10.0' };

const started = (inputSeq: number): Input => {
  return { inputSeq, marketTime: Date.UTC(2026, 0, 2), body: { type: 'session-started', sessionId: `s${inputSeq}`, startedAtWall: 0 } };
};

/** What a core that was caught after its first input did with the next two. */
function recording(writtenBy: Snapshot['writtenBy'] | null): { snapshot: Snapshot; records: readonly InputRecord[] } {
  const [core, hash] = [TradingCore.create(), new EventLogHash()];
  hash.add(started(1), core.step(started(1)));
  const at = { inputSeq: 1, sessionId: 's1', core: core.snapshot(), strategies: {}, eventHash: hash.value };
  const records = [started(2), started(3)].map((input) => ({ input, hash: hash.add(input, core.step(input)) }));
  return { snapshot: { ...at, ...(writtenBy ? { writtenBy } : {}) }, records };
}

/** Says what is thrown where the second input came to something else when it was recorded. */
function divergence(writtenBy: Snapshot['writtenBy'] | null): string {
  const { snapshot, records } = recording(writtenBy);
  const again = new StepAgain(snapshot, NOW);
  again.step(records[0]!);
  return thrownBy(() => again.step({ ...records[1]!, hash: 'f'.repeat(64) }));
}

function thrownBy(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'nothing';
}

describe('StepAgain', () => {
  it.each([
    ['another version', OLD],
    ['a version that did not say which it is', null],
  ])('comes to where the recording of %s ends', (_who, writtenBy) => {
    const { snapshot, records } = recording(writtenBy);
    const again = new StepAgain(snapshot);
    const events = records.map((record) => again.step(record).events.length);
    expect([events, again.hash.value, again.core.progress().inputSeq]).toEqual([[1, 1], records[1]!.hash, 3]);
  });

  it('begins from nothing where there is no snapshot', () => {
    const record = { input: started(1), hash: new EventLogHash().add(started(1), TradingCore.create().step(started(1))) };
    expect(new StepAgain(null).step(record).events).toHaveLength(1);
  });

  it('says of a divergence which version recorded, which runs, where it is and what to do', () => {
    expect(divergence(OLD)).toBe(
      'RecoveryDiverged: The last session was recorded by 0.1.0+0123456789ab (commit abc123, Node 26.9.0) and did not end in order; ' +
        'this is 0.2.0+ba9876543210 (commit def456, Node 26.10.0), where input 3 (session-started, market time 2026-01-02T00:00:00.000Z) ' +
        'leads to other events, 2 inputs after its last snapshot. The account stays stopped and what is recorded stays as it is; its orders ' +
        'and positions stay at the exchange as they are, and nobody tends them. Stop this one and start that version ' +
        '(git checkout abc123 && npm ci && npm start); once the account trades again, stop it in order (Ctrl-C), which leaves nothing to step ' +
        'again, and upgrade then.',
    );
  });

  it('knows no commit to name of a version that did not say which it is', () => {
    const said = divergence(null);
    expect(said).toContain('was recorded by an unknown version and did not end in order');
    expect(said).toContain('start the version that ran before; once the account trades again, stop it in order');
  });

  it('sends nobody to another version where the same one recorded', () => {
    const said = divergence({ ...NOW, commit: 'abc123' });
    expect(said).toContain('stepped again by the same version, input 3');
    expect(said).toContain('keep the data folder, "plimsoll replay latest" names the difference.');
    expect(said).not.toContain('git checkout');
  });

  it('goes on only with the version that wrote a snapshot which it cannot read', () => {
    const { snapshot } = recording(OLD);
    const said = thrownBy(() => new StepAgain({ ...snapshot, core: { version: 99 } }, NOW));
    expect(said).toContain('where its snapshot cannot be read (snapshot version 99 cannot be read');
    expect(said).toMatch(/Stop this one and go on with that version \(git checkout abc123 && npm ci && npm start\)\.$/);
    expect(said).not.toContain('in order');
  });

  it('says which input it cannot take at all', () => {
    const { snapshot, records } = recording(OLD);
    const again = new StepAgain(snapshot, NOW);
    again.step(records[0]!);
    expect(thrownBy(() => again.step(records[0]!))).toContain(
      'where input 2 (session-started, market time 2026-01-02T00:00:00.000Z) cannot be taken (input 2 comes after input 2, but numbers must rise)',
    );
  });

  it('holds recordings against the code that runs', () => {
    const { snapshot, records } = recording(codeVersion());
    const again = new StepAgain(snapshot);
    expect(thrownBy(() => again.step({ ...records[0]!, hash: '' }))).toContain('by the same version');
  });
});
