import { createCursor } from './cursor';
import { createSnapshotGate } from './snapshot-gate';

describe('a snapshot gate', () => {
  it('gives back what streamed in between question and answer', () => {
    const gate = createSnapshotGate<number>();
    gate.note(1);
    gate.open();
    gate.note(2);
    gate.note(3);
    expect(gate.close()).toEqual([2, 3]);
  });

  it('remembers nothing while no question is open', () => {
    const gate = createSnapshotGate<number>();
    gate.open();
    gate.close();
    gate.note(4);
    expect(gate.close()).toEqual([]);
  });
});

describe('a cursor', () => {
  it('resumes after the last item, and asks for nothing before the first', () => {
    const cursor = createCursor();
    expect(cursor.variables()).toEqual({});
    cursor.advance('17');
    cursor.advance('18');
    expect(cursor.variables()).toEqual({ after: '18' });
  });
});
