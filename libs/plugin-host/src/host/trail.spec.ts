import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Trail, sayWhere } from './trail';

const folder = mkdtempSync(join(tmpdir(), 'trail-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a trail', () => {
  const trail = new Trail(join(folder, 'trail'));
  const say = (inputSeq: number): void => {
    const mark = { place: 0, inputSeq, hook: 'onBar', at: 60_000 };
    writeSync(trail.file, JSON.stringify(mark).padEnd(160), 0);
  };

  afterAll(() => trail.close());

  it('has moved once for each place that is new since it was asked', () => {
    const asked = [trail.hasMoved()];
    for (const inputSeq of [7, 7, 8]) {
      say(inputSeq);
      asked.push(trail.hasMoved(), trail.hasMoved());
    }
    expect(asked).toEqual([false, true, false, false, false, true, false]);
  });

  it('tells where it stands, and nothing of half a word', () => {
    say(9);
    expect(trail.mark()).toEqual({ place: 0, inputSeq: 9, hook: 'onBar', at: 60_000 });
    writeSync(trail.file, 'x', 0);
    expect(trail.mark()).toBeNull();
  });

  it('is said with its time, where it has one', () => {
    expect(sayWhere({ hook: 'onBar', at: 60_000 })).toBe('onBar at 1970-01-01T00:01:00.000Z');
    expect(sayWhere({ hook: 'params', at: null })).toBe('params');
  });
});
