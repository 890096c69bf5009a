import { decimal } from '@libs/kernel';
import { UnitParser } from './unit-parser';

describe('UnitParser', () => {
  it.each([
    ['0.1', '61800.20', 618_002],
    ['0.1', '61800', 618_000],
    ['0.5', '100.5', 201],
    ['5', '61803', 12_360],
    ['0.00001', '3.78826000', 378_826],
    ['0.001', '0', 0],
    ['0.001', '.5', 500],
  ])('reads steps of %s in %s', (step, text, units) => {
    expect(new UnitParser(decimal(step)).read(text)).toBe(units);
  });

  it('rounds what lies between two steps down, or up when told', () => {
    const tenths = new UnitParser(decimal('0.1'));
    expect([tenths.read('0.19'), tenths.read('0.19', true), tenths.read('0.10', true)]).toEqual([1, 2, 1]);
    const fives = new UnitParser(decimal('5'));
    expect([fives.read('12.5'), fives.read('12.5', true), fives.read('15.00', true)]).toEqual([2, 3, 3]);
  });

  it.each(['', '-1', '1e5', 'x', '1.2.3'])('takes "%s" for no number', (text) => {
    expect(new UnitParser(decimal('0.1')).read(text)).toBeNaN();
  });
});
