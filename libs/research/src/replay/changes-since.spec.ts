import { codeVersion } from '@libs/platform';
import { withStrategies } from '@libs/testkit';
import { changesSince } from './changes-since';

const OLD = { version: '0.0.9', code: '0123456789ab', commit: 'abc123', node: '26.9.0' };

describe('changesSince', () => {
  const strategies = withStrategies({ plain: '' });
  afterAll(() => strategies.remove());

  it('names another version with this one', async () => {
    expect(await changesSince({ writtenBy: OLD }, null)).toEqual([
      expect.stringMatching(
        /^it was recorded by version 0\.0\.9\+0123456789ab \(commit abc123, Node 26\.9\.0\), this is 0\.1\.0\+[0-9a-f]{12} /,
      ),
    ]);
  });

  it('has nothing to say of the same version', async () => {
    expect(await changesSince({ writtenBy: codeVersion() }, new Map())).toEqual([]);
  });

  it('speaks of a recording that does not tell only where something differs', async () => {
    expect(await changesSince({}, new Map())).toEqual([
      expect.stringContaining('by a version that did not write down which it is, this is 0.1.0+'),
    ]);
    expect(await changesSince({}, null)).toEqual([]);
  });

  it('names strategies that are not as they were deployed', async () => {
    const deployed = new Map([
      ['plain', '1.0.0+0123456789ab'],
      ['gone', '1.0.0+ba9876543210'],
    ]);
    expect(await changesSince({ writtenBy: codeVersion() }, deployed, strategies.folder)).toEqual([
      expect.stringMatching(/^plain was deployed as 1\.0\.0\+0123456789ab and is 1\.0\.0\+[0-9a-f]{12} now$/),
      'gone was deployed as 1.0.0+ba9876543210 and is missing or broken now',
    ]);
  });
});
