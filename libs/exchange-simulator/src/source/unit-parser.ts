import type { Decimal } from '@libs/kernel';

const ZERO = 48;
const POINT = 46;

/**
 * Reads decimal text as whole steps of a grid, straight from its digits: a replay has millions of them. What lies between
 * two steps is rounded down, or up on request.
 */
export class UnitParser {
  private readonly scale: number;
  private readonly step: number;

  constructor(step: Decimal) {
    this.scale = step.scale;
    this.step = Number(step.units);
  }

  /** NaN when the text is not a plain number. */
  read(text: string, roundsUp = false): number {
    let [units, decimals] = [0, -1];
    let isRest = false;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === POINT && decimals < 0) decimals = 0;
      else if (code < ZERO || code > ZERO + 9) return NaN;
      else if (decimals === this.scale) isRest ||= code !== ZERO;
      else {
        units = units * 10 + code - ZERO;
        if (decimals >= 0) decimals += 1;
      }
    }
    if (text.length === 0) return NaN;
    for (let missing = Math.max(0, decimals); missing < this.scale; missing += 1) units *= 10;
    const steps = Math.floor(units / this.step);
    return roundsUp && (isRest || steps * this.step !== units) ? steps + 1 : steps;
  }
}
