/** A text that is not a decimal number, or no text at all. */
export class InvalidDecimal extends Error {
  constructor(readonly text: unknown) {
    super(typeof text === 'string' ? `"${text}" is not a decimal number; write it like 12.34` : notText(text));
    this.name = 'InvalidDecimal';
  }
}

function notText(value: unknown): string {
  const said = `a decimal needs text, not ${String(value)} of the type ${typeof value}`;
  return typeof value === 'number' ? `${said}; Decimal.fromNumber(${value}) makes one of a number` : said;
}

/** A number or a text passed to decimal arithmetic instead of a Decimal. */
export class NotADecimal extends TypeError {
  constructor(operand: unknown) {
    const written = JSON.stringify(operand) ?? String(operand);
    const cure = typeof operand === 'number' ? `Decimal.fromNumber(${written})` : `decimal(${written})`;
    super(`decimals are computed with decimals, and ${written} is of the type ${typeof operand}; write ${cure}`);
    this.name = 'NotADecimal';
  }
}
