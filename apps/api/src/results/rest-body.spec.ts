import { z } from 'zod';
import { parsed, text } from './rest-body';

const BODY = z.strictObject({ reason: text });

describe('the body of a request', () => {
  it.each([
    [[1], 'body is [1]; it must be a JSON object.'],
    [undefined, 'body is missing; it must be a JSON object.'],
    [{ reason: 1 }, 'reason is 1; it must be text.'],
    [{}, 'reason is missing; it must be text.'],
  ])('that is %j is refused with what it must be', (body, sentence) => {
    expect(() => parsed(BODY, body)).toThrow(sentence);
  });
});
