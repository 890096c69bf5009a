import { ClaimDiffers, InvalidSpec, ResearchFailed, ResearchRefused } from '@libs/research';
import { EXIT } from '../exit-code';
import { understood } from './understood';

const failing = (error: Error): Promise<never> => understood(() => Promise.reject(error));

describe('what research refuses', () => {
  it.each([
    ['takerFee', '--taker-fee'],
    ['daysPerYear', '--days-per-year'],
    ['maxPositionSize', '--max-position'],
    ['balance', '--balance'],
  ])('names the option of %s as it was typed', async (field, option) => {
    const message = `${option} is 7; it must be less.`;
    await expect(failing(new InvalidSpec(field, 'less', '7'))).rejects.toMatchObject({ message, exitCode: EXIT.badInput });
  });

  it.each([
    [new ResearchRefused('No candles.'), EXIT.badInput],
    [new ResearchFailed('It died.'), EXIT.failed],
    [new ClaimDiffers(), EXIT.different],
  ])('ends with the code of its kind: %s', async (error, exitCode) => {
    await expect(failing(error)).rejects.toMatchObject({ message: error.message, exitCode });
  });

  it('is nothing else', async () => {
    const other = new TypeError('a slip of ours');
    await expect(failing(other)).rejects.toBe(other);
  });
});
