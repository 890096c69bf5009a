import { limitHeaders, limitTimes } from './limit-headers';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

function times(headers: Readonly<Record<string, string>>) {
  return limitTimes(
    limitHeaders((name) => headers[name]),
    NOW,
  );
}

describe('what an answer says of when to ask again', () => {
  it.each([
    [{ 'retry-after': '7' }, { resetIn: null, retryIn: 7_000 }],
    [{ 'retry-after': 'Fri, 02 Jan 2026 03:04:35 GMT' }, { resetIn: null, retryIn: 30_000 }],
    [{ 'x-bapi-limit-reset-timestamp': String(NOW + 250) }, { resetIn: 250, retryIn: null }],
    [
      { 'x-bapi-limit-reset-timestamp': String(NOW - 3), 'retry-after': '1' },
      { resetIn: -3, retryIn: 1_000 },
    ],
    [{}, { resetIn: null, retryIn: null }],
  ])('is read from %j', (headers, said) => {
    expect(times(headers)).toEqual(said);
  });

  it.each(['0', '', 'soon', '-5', 'Fri, 02 Jan 2026 03:04:05 GMT'])('is nothing where Retry-After is "%s"', (text) => {
    expect(times({ 'retry-after': text, 'x-bapi-limit-reset-timestamp': 'x' })).toEqual({ resetIn: null, retryIn: null });
  });
});
