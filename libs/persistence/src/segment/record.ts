import type { Input } from '@libs/engine';

/** An input a core consumed and the running hash of its event log after it. */
export interface InputRecord {
  readonly input: Input;
  readonly hash: string;
}

export function recordLine(input: Input, hash: string): string {
  return `{"hash":${JSON.stringify(hash)},"input":${JSON.stringify(input)}}\n`;
}

/** The records of one frame's payload. */
export function recordsOf(payload: string): readonly InputRecord[] {
  return payload
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as InputRecord);
}
