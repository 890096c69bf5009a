import type { PositionMark } from '@libs/client';
import { isDoubted } from './doubt';

const at = (level: PositionMark['level']): PositionMark => ({ level }) as PositionMark;

it('doubts the worth of an account that holds something without a trusted price', () => {
  expect(isDoubted([{ quantity: '1', mark: at('TRUSTED') }])).toBe(false);
  expect(isDoubted([{ quantity: '1', mark: at('DEGRADED') }])).toBe(false);
  expect(
    isDoubted([
      { quantity: '1', mark: at('TRUSTED') },
      { quantity: '-1', mark: at('UNTRUSTED') },
    ]),
  ).toBe(true);
  expect(isDoubted([{ quantity: '1', mark: null }])).toBe(true);
  expect(isDoubted([{ quantity: '0', mark: null }])).toBe(false);
});
