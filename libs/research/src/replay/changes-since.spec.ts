import { codeVersion } from '@libs/platform';
import { changesSince } from './changes-since';

const OLD = { version: '0.0.9', code: '0123456789ab', commit: 'abc123', node: '26.9.0' };

describe('changesSince', () => {
  it('names another version with this one', () => {
    expect(changesSince({ writtenBy: OLD }, false)).toEqual([
      expect.stringMatching(
        /^it was recorded by version 0\.0\.9\+0123456789ab \(commit abc123, Node 26\.9\.0\), this is 0\.1\.0\+[0-9a-f]{12} /,
      ),
    ]);
  });

  it('has nothing to say of the same version', () => {
    expect(changesSince({ writtenBy: codeVersion() }, true)).toEqual([]);
  });

  it('speaks of a recording that does not tell only where something differs', () => {
    expect(changesSince({}, true)).toEqual([expect.stringContaining('by an unknown version, this is 0.1.0+')]);
    expect(changesSince({}, false)).toEqual([]);
  });
});
