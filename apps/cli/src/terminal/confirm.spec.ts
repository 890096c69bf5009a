import { PassThrough } from 'node:stream';
import { confirmed } from './confirm';

describe('a question', () => {
  it.each([
    ['y', true],
    ['YES', true],
    ['n', false],
    ['', false],
    ['yellow', false],
  ])('is answered by "%s" with %s', async (answer, outcome) => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.write(`${answer}\n`);
    expect(await confirmed('Remove it?', { input, output })).toBe(outcome);
    expect(String(output.read())).toContain('Remove it? [y/N] ');
  });

  it('is answered with no where the input ends', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end();
    expect(await confirmed('Remove it?', { input, output })).toBe(false);
  });
});
