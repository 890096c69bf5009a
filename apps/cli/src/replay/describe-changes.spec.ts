import { describeChanges } from './describe-changes';

describe('describeChanges', () => {
  const changes = ['it was recorded by version 1, this is 2', 'ema-cross was deployed as a and is b now'];

  it('says of a difference what else may make it', () => {
    const difference = { inputSeq: 1, where: 'event log', what: 'x' } as const;
    expect(describeChanges({ difference, changes })).toEqual([
      'it was recorded by version 1, this is 2; ema-cross was deployed as a and is b now: ' +
        'that may be the cause; replay it with the version that recorded it to find out',
    ]);
  });

  it('says of an identical replay that another version comes to the same', () => {
    expect(describeChanges({ difference: null, changes: [changes[0]!] })).toEqual([
      'it was recorded by version 1, this is 2: the result is identical',
    ]);
    expect(describeChanges({ difference: null, changes: [] })).toEqual([]);
  });
});
