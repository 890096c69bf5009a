import { jest } from '@jest/globals';
import { ValueBoard } from './value-board';

describe('ValueBoard', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('sends the newest value of a topic once an interval', () => {
    const sent: unknown[] = [];
    const board = new ValueBoard(
      (topic, value) => Promise.resolve(void sent.push([topic, value])),
      () => undefined,
      250,
    );
    board.set('ticker', () => 1);
    board.set('ticker', () => 2);
    board.set('value', () => 3);
    jest.advanceTimersByTime(249);
    expect(sent).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(sent).toEqual([
      ['ticker', 2],
      ['value', 3],
    ]);
  });

  it('says what went wrong and goes on', async () => {
    const errors: unknown[] = [];
    const board = new ValueBoard(
      () => Promise.reject(new Error('gone')),
      (error) => errors.push(error),
      250,
    );
    board.set('ticker', () => 1);
    await jest.advanceTimersByTimeAsync(250);
    board.set('ticker', () => 2);
    await jest.advanceTimersByTimeAsync(250);
    expect(errors).toHaveLength(2);
  });
});
