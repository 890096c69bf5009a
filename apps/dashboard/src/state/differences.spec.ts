import { differences } from './differences';

describe('differences', () => {
  it('leaves out what all have alike', () => {
    expect(
      differences([
        [
          ['fast', 5],
          ['slow', 20],
        ],
        [
          ['fast', 7],
          ['slow', 20],
          ['long', true],
        ],
      ]),
    ).toEqual([
      [['fast', 5]],
      [
        ['fast', 7],
        ['long', true],
      ],
    ]);
  });
});
