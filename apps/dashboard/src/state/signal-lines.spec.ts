import { BadField } from './bad-field';
import { signalsIn } from './signal-lines';

describe('signals in a field', () => {
  it('are lines of JSON, their times written out', () => {
    const text =
      '{"at":"2026-01-01T12:00Z","name":"score","value":0.9,"expiresInSeconds":60}\r\n\n{"at":0,"name":"a","value":[],"expiresAt":5}';
    expect(signalsIn(text)).toEqual([
      { at: '2026-01-01T12:00:00.000Z', name: 'score', value: 0.9, expiresInSeconds: 60 },
      { at: '1970-01-01T00:00:00.000Z', name: 'a', value: [], expiresAt: '1970-01-01T00:00:00.005Z' },
    ]);
  });

  it.each([
    ['{"at":1}x', 'line 2 is no JSON object.'],
    ['[1]', 'line 2 is no JSON object.'],
    ['{"at":"2026-01-01T12:00"}', 'at of line 2 must be a time such as 2025-06-01T12:00:00Z or epoch milliseconds.'],
    ['{"at":1,"expiresAt":"soon"}', 'expiresAt of line 2 must be a time such as'],
  ])('are refused with their line: %s', (line, message) => {
    expect(() => signalsIn(`\n${line}`)).toThrow(message);
    expect(() => signalsIn(`\n${line}`)).toThrow(BadField);
  });
});
