import { decimal } from './decimal';
import { readable } from './readable';

const said = (...amounts: string[]): readonly string[] => readable(...amounts.map(decimal));

describe('readable amounts', () => {
  it.each([
    ['money with ten digits', '9878.3200000001', '9878.32'],
    ['what is round', '10000', '10000'],
    ['two digits', '0.05', '0.05'],
    ['less than nothing', '-12.3456789', '-12.346'],
    ['a price of little', '0.000123456789', '0.00012346'],
    ['nothing', '0', '0'],
  ])('have as many digits as a person needs: %s', (_, amount, text) => {
    expect(said(amount)).toEqual([text]);
  });

  it('do not look equal where they differ', () => {
    expect(said('987.8320000001', '987.832')).toEqual(['987.8320000001', '987.832']);
    expect(said('1000.004', '1000')).toEqual(['1000.004', '1000']);
    expect(said('1000.00401', '1000', '10000.12345')).toEqual(['1000.004', '1000', '10000.123']);
  });

  it('look equal where they are', () => {
    expect(said('987.8320000001', '987.8320000001')).toEqual(['987.83', '987.83']);
  });
});
