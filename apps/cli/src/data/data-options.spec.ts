import { timeOption } from './data-options';

describe('a time on the command line', () => {
  it('may be as short as a day, and as long as our own lines write it', () => {
    const day = Date.UTC(2025, 3, 15);
    const texts = ['2025-04-15', '2025-04-15T00:00Z', '2025-04-15T00:00:00Z', new Date(day).toISOString()];
    expect(texts.map((text) => timeOption('from', text))).toEqual([day, day, day, day]);
  });

  it('is refused where it is in no zone, or no day of a calendar', () => {
    for (const text of ['2025-04-15T00:00', '2025-04-15T00:00:00.000', '2025-02-30', '2025-04-15T00:00:00.0001Z'])
      expect(() => timeOption('from', text)).toThrow(`--from is "${text}"; write a day like 2025-06-01`);
  });
});
