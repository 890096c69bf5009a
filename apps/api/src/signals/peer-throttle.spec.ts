import { PeerThrottle } from './peer-throttle';

function throttle() {
  const clock = { now: 0 };
  const peers = new PeerThrottle(() => clock.now);
  const letIn = (times: number, address?: string): number =>
    Array.from({ length: times }, () => peers.lets(address)).filter(Boolean).length;
  return { clock, letIn };
}

describe('a peer', () => {
  it('may ask 120 times at once and ten times a second from then on', () => {
    const { clock, letIn } = throttle();
    expect(letIn(200, '10.0.0.1')).toBe(120);
    clock.now = 3_000;
    expect(letIn(200, '10.0.0.1')).toBe(30);
    clock.now = 3_600_000;
    expect(letIn(200, '10.0.0.1')).toBe(120);
  });

  it('does not suffer for another', () => {
    const { letIn } = throttle();
    letIn(200, '10.0.0.1');
    expect(letIn(1, '10.0.0.2')).toBe(1);
  });

  it('without an address, or beyond those that can be watched, is held back until others have rested', () => {
    const { clock, letIn } = throttle();
    expect(letIn(1)).toBe(0);
    for (let n = 0; n < 10_000; n += 1) letIn(1, `peer ${n}`);
    expect([letIn(1, 'one more'), letIn(1, 'peer 5')]).toEqual([0, 1]);
    clock.now = 100;
    expect(letIn(1, 'one more')).toBe(1);
  });
});
