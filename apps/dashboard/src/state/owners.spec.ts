import type { Position } from '@libs/client';
import { handsIn, hasSeveralOwners, ownersOf } from './owners';

describe('ownersOf', () => {
  it('names the strategy, by its id too where it runs twice, and what was placed by hand', () => {
    const ownerOf = ownersOf([
      { id: '11111111-a', strategy: 'grid' },
      { id: '22222222-b', strategy: 'ema-cross' },
      { id: '33333333-c', strategy: 'ema-cross' },
      { id: 'mine', strategy: 'manual' },
    ]);
    expect(['11111111-a', '33333333-c', 'other', 'mine'].map((deploymentId) => ownerOf({ deploymentId }))).toEqual([
      'grid',
      'ema-cross 33333333',
      'by hand',
      'by hand',
    ]);
  });

  it('need not be said while all are the same', () => {
    const [a, b] = [{ deploymentId: 'a' }, { deploymentId: 'b' }];
    expect([hasSeveralOwners([]), hasSeveralOwners([a, a]), hasSeveralOwners([a, b])]).toEqual([false, false, true]);
  });
});

it('knows what is held by hand: what is no deployment of the account holds it, and it is not closed', () => {
  const share = (deploymentId: string, quantity: string): Position => ({ deploymentId, quantity }) as Position;
  const shares = [share('bot', '1'), share('hand', '1'), share('hand', '-2'), share('other hand', '0.0')];
  expect(handsIn(shares, [{ id: 'bot' }])).toEqual(['hand']);
});
