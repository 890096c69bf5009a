/** Digits after the point that matter. */
export function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  if (point < 0) return 0;
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return Math.max(0, end - point - 1);
}
