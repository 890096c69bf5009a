import { CurveRecorder } from './curve-recorder';

describe('CurveRecorder', () => {
  it('keeps what it is told beyond its first size', () => {
    const recorder = new CurveRecorder(1);
    for (let at = 1; at <= 5; at += 1) recorder.push(at, at * 10, at * 100);
    const { times, equity, exposure } = recorder.curve();
    expect([[...times], [...equity], [...exposure]]).toEqual([
      [1, 2, 3, 4, 5],
      [10, 20, 30, 40, 50],
      [100, 200, 300, 400, 500],
    ]);
  });

  it('takes the last word on a moment and refuses an earlier one', () => {
    const recorder = new CurveRecorder();
    recorder.push(5, 1, 0);
    recorder.push(5, 2, 0);
    expect([...recorder.curve().equity]).toEqual([2]);
    expect(() => recorder.push(4, 3, 0)).toThrow('curve point at 4 comes after one at 5; times must rise');
  });
});
