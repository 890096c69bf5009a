/** Quotient of two whole numbers, the divisor positive, rounded half to even. */
export function divideHalfEven(top: number, bottom: number): number {
  const rest = top % bottom;
  const quotient = (top - rest) / bottom;
  const part = Math.abs(rest);
  const other = bottom - part;
  if (part < other || (part === other && quotient % 2 === 0)) return quotient;
  return quotient + (top < 0 ? -1 : 1);
}
