import { escapeHtml, scriptJson } from './escape';
import { formatMetric } from './format';
import { labelledTicks, tickDigits, tickStyle, timeTicks, valueTicks } from './ticks';

it('writes a metric in its unit, a dash without a value', () => {
  expect(formatMetric(null, 'ratio')).toBe('—');
  expect(formatMetric('12.5', 'amount')).toBe('12.50');
  expect(formatMetric(0.1234, 'fraction')).toBe('12.34 %');
  expect(formatMetric(1.5, 'ratio')).toBe('1.50');
  expect(formatMetric(1_234, 'count')).toBe('1,234');
  expect(formatMetric(90_000_000, 'duration')).toBe('1 d 1 h');
  expect(formatMetric(400, 'days')).toBe('400 d');
});

describe('ticks', () => {
  it('stand on round values', () => {
    expect(valueTicks(-0.31, 0.12, 5)).toEqual([-0.3, -0.2, -0.1, 0, 0.1]);
    expect(tickDigits([0.25, 0.5])).toBe(1);
    expect(tickDigits([0, 5000])).toBe(0);
    expect(valueTicks(5, 5, 5)).toEqual([5]);
    expect(valueTicks(1e17, 1e17 + 32, 5).length).toBeLessThanOrEqual(20);
  });

  it('stand on hours, days or first days of months', () => {
    const at = (...date: [number, number, number, number?]) => Date.UTC(...date);
    const hours = timeTicks(at(2024, 0, 1, 5), at(2024, 0, 2, 5), 6);
    expect(hours.map((tick) => new Date(tick).getUTCHours())).toEqual([6, 9, 12, 15, 18, 21, 0, 3]);
    expect(tickStyle(hours)).toBe('hour');
    const months = timeTicks(at(2023, 10, 15), at(2024, 9, 1), 5);
    expect(months.map((tick) => new Date(tick).toISOString().slice(0, 10))).toEqual([
      '2024-01-01',
      '2024-03-01',
      '2024-05-01',
      '2024-07-01',
      '2024-09-01',
    ]);
    expect(tickStyle(months)).toBe('month');
    expect(tickStyle(timeTicks(at(2024, 0, 1), at(2024, 1, 1), 5))).toBe('day');
  });
});

describe('labels of an axis of time', () => {
  it('are fewer where they would touch each other on a phone, also beside one that is turned at the end', () => {
    const shown = (density: { about: number; edge: number }) =>
      labelledTicks(Date.UTC(2025, 3, 16), Date.UTC(2025, 7, 10), density).map(({ at, turned }) => [
        new Date(at).getUTCMonth() + 1,
        turned,
      ]);
    // Of 116 days, the first of August lies at 0.92: its label would reach down to 0.68, and that of July, at 0.66, up to 0.78.
    expect(shown({ about: 3, edge: 0.12 })).toEqual([
      [5, null],
      [7, null],
    ]);
    expect(shown({ about: 3, edge: 0.08 })).toEqual([
      [5, null],
      [6, null],
      [7, null],
      [8, 'ends'],
    ]);
  });
});

describe('escaping', () => {
  it('leaves no character that means something to HTML', () => {
    expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe('&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;');
  });

  it('keeps JSON inside its script and readable as the same value', () => {
    const value = { a: '</script><!--', b: '\u2028&' };
    expect(scriptJson(value)).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(scriptJson(value))).toEqual(value);
  });
});
