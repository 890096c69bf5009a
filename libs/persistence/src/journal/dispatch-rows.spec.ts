import { amendId, cancelId, inputSeqOfId, submitId } from './dispatch-rows';

const ORDER = 'z'.repeat(35);

describe('the id of a dispatch row', () => {
  it('says in which input an amendment or a cancel was asked for', () => {
    expect([amendId(ORDER, 4_711), cancelId(ORDER, 35), submitId(ORDER), amendId('short', 1)].map(inputSeqOfId)).toEqual([
      4_711,
      35,
      null,
      null,
    ]);
  });
});
