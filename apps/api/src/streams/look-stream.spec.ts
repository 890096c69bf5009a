import { lookStream } from './look-stream';

describe('lookStream', () => {
  it('gives what it finds at once and then only what differs, looking anew when told', async () => {
    const found = ['a', 'a', 'b'];
    let tell: (payload: unknown) => void = () => undefined;
    let looks = 0;
    const stream = lookStream(
      { subscribe: (topic, handler) => (expect(topic).toBe('t'), (tell = handler), () => (tell = () => undefined)) },
      { topic: 't', look: async () => (tell(null), found[looks++]) },
    );
    expect((await stream.next()).value).toBe('a');
    expect((await stream.next()).value).toBe('b');
    expect(looks).toBe(3);
    await stream.return?.();
  });
});
