import { describeFaults, FAULTS } from './catalogue';
import { parseScenario, readScenario } from './scenario';

const refusalOf = (value: unknown): string => {
  try {
    readScenario(value);
    return 'accepted';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a fault scenario', () => {
  it('takes what it does not say from the fault', () => {
    const [fault] = readScenario({ faults: [{ fault: 'delta-lost' }] }).faults;
    expect(fault).toMatchObject({ rule: { probability: 1, count: 1, skip: 0, afterMs: 0, forMs: Infinity }, target: {}, parameters: {} });
  });

  it('reads when, whom and how', () => {
    const { seed, faults } = parseScenario(
      '{"seed":7,"faults":[{"fault":"execution-late","target":{"account":"me"},"probability":0.5,"after":"1.5s","for":"2m","with":{"delayMs":10}}]}',
    );
    expect(seed).toBe(7);
    expect(faults[0]).toMatchObject({
      target: { account: 'me' },
      rule: { probability: 0.5, count: Infinity, afterMs: 1_500, forMs: 120_000 },
      parameters: { delayMs: 10 },
    });
  });

  it.each([
    [{ faults: [] }, 'In the scenario faults: '],
    [{ faults: [{ fault: 'delta-lots' }] }, 'fault 1: there is no fault "delta-lots"; `plimsoll simulator faults` lists them.'],
    [{ faults: [{ fault: 'delta-lost', probability: 2 }] }, 'In fault 1 probability: '],
    [{ faults: [{ fault: 'delta-lost', often: 2 }] }, 'In fault 1: '],
    [{ faults: [{ fault: 'delta-lost', after: 'soon' }] }, 'In fault 1 after: '],
    [{ faults: [{ fault: 'pong-late', with: { delayMs: -1 } }] }, 'In fault 1 (pong-late), "with" delayMs: '],
    [{ faults: [{ fault: 'liquidation' }] }, 'In fault 1 (liquidation), "with" account: '],
  ])('is refused with its place: %j', (value, message) => {
    expect(refusalOf(value)).toContain(message);
  });

  it('is refused with the reason when it is no JSON', () => {
    expect(() => parseScenario('{"faults":')).toThrow(/^The scenario is not JSON: /);
  });
});

describe('the catalogue of faults', () => {
  it('names each fault once, says what goes wrong, and shows its parameters', () => {
    const all = describeFaults();
    expect(all).toHaveLength(FAULTS.size);
    expect(all.every(({ name, title }) => /^[a-z0-9-]+$/.test(name) && title.endsWith('.'))).toBe(true);
    expect(all.find(({ name }) => name === 'foreign-order')?.parameters).toEqual({
      account: null,
      category: 'linear',
      symbol: null,
      side: 'Buy',
      orderType: 'Market',
      qty: null,
      price: 'optional',
    });
  });
});
