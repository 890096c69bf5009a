import { InvalidSpec } from '../refusals';
import { latencyTerms, queueTerms } from './typed-fills';

describe('latencies as people write them', () => {
  it('are one number, or drawn from a range or around a median', () => {
    const drawn = (latency: string) => latencyTerms({ latency, reportLatency: undefined, seed: 7 });
    expect(drawn('50')).toEqual({ latency: 50 });
    const report = { kind: 'CONSTANT', ms: 0 };
    expect(drawn('20..80')).toEqual({ latency: 0, latencies: { entry: { kind: 'UNIFORM', least: 20, most: 80 }, report, seed: 7 } });
    const entry = { kind: 'LOGNORMAL', median: 30, spread: 0.5, most: 500 };
    expect(drawn('lognormal:30,0.5,500')).toEqual({ latency: 0, latencies: { entry, report, seed: 7 } });
  });

  it('have a way back of their own', () => {
    expect(latencyTerms({ latency: '5', reportLatency: '10..20', seed: 1 })).toEqual({
      latency: 5,
      latencies: { entry: { kind: 'CONSTANT', ms: 5 }, report: { kind: 'UNIFORM', least: 10, most: 20 }, seed: 1 },
    });
  });

  it.each(['-5', '1.5', '20..', 'lognormal:30', ''])('are refused when written "%s"', (text) => {
    const forms = 'it must be milliseconds like 50, 20..80 or lognormal:MEDIAN,SPREAD,MOST.';
    expect(() => latencyTerms({ latency: text, reportLatency: undefined, seed: 1 })).toThrow(`latency is "${text}"; ${forms}`);
    expect(() => latencyTerms({ latency: '0', reportLatency: text, seed: 1 })).toThrow(`reportLatency is "${text}"; ${forms}`);
  });
});

describe('the word for a queue', () => {
  it('is back, alike, or refused', () => {
    expect([queueTerms('back'), queueTerms('alike')]).toEqual([{}, { queue: 'PROPORTIONAL' }]);
    expect(() => queueTerms('front')).toThrow(new InvalidSpec('queue', 'back or alike', '"front"'));
    expect(() => queueTerms('constructor')).toThrow(InvalidSpec);
  });
});
