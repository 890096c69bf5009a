import { periodOf } from './periods';

describe('the period of a candle', () => {
  const at = Date.UTC(2024, 1, 29, 13, 47, 12);

  it.each([
    ['5', Date.UTC(2024, 1, 29, 13, 45), Date.UTC(2024, 1, 29, 13, 50)],
    ['240', Date.UTC(2024, 1, 29, 12), Date.UTC(2024, 1, 29, 16)],
    ['D', Date.UTC(2024, 1, 29), Date.UTC(2024, 2, 1)],
    // That 29 February was a Thursday; weeks begin on Monday.
    ['W', Date.UTC(2024, 1, 26), Date.UTC(2024, 2, 4)],
    ['M', Date.UTC(2024, 1, 1), Date.UTC(2024, 2, 1)],
  ])('of code %s begins and ends where the calendar says', (code, start, end) => {
    expect(periodOf(code, at)).toEqual({ start, end });
    expect(periodOf(code, start)).toEqual({ start, end });
    expect(periodOf(code, end - 1)).toEqual({ start, end });
  });

  it('of an unknown code does not exist', () => {
    expect([periodOf('7', at), periodOf('toString', at), periodOf('', at)]).toEqual([undefined, undefined, undefined]);
  });
});
