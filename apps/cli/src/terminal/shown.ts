const COMMON = new Intl.NumberFormat('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, maximumFractionDigits: 20 });

/** An amount of money for people, from decimal text: `99736.54296938` as `99,736.54`, below one to four digits; `none` for null. */
export function moneyText(amount: string | null): string {
  if (amount === null) return 'none';
  const size = Math.abs(Number(amount));
  return (size > 0 && size < 1 ? SMALL : COMMON).format(amount as Intl.StringNumericLiteral);
}

/** A time for people, from epoch milliseconds or ISO text: UTC, to the minute, such as `2025-04-11 10:50`. */
export function minuteText(at: number | string): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}
