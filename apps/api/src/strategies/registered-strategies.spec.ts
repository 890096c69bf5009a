import type { RegisteredStrategy } from '@libs/plugin-host';
import type { PlanResult } from '@libs/sdk';
import { RegisteredStrategies } from './registered-strategies';

const strategy: RegisteredStrategy = {
  name: 'ema-cross',
  version: '1.0.0+abc',
  hash: 'abc',
  title: 'EMA cross',
  description: 'Crosses two averages.',
  parameters: [
    { name: 'fast', type: 'integer', description: 'Bars', default: 12, minimum: 2, maximum: 500 },
    { name: 'size', type: 'decimal', description: 'BTC', minimum: '0.001' },
    { name: 'side', type: 'choice', description: 'Which way', options: ['long', 'both'] },
  ],
};

function catalogue(result: PlanResult): RegisteredStrategies {
  return new RegisteredStrategies(
    {
      list: async () => ({ strategies: [strategy], broken: [] }),
      find: async (name) => (name === strategy.name ? strategy : undefined),
      plan: async () => result,
      isOutdated: () => false,
    },
    { keep: () => true },
  );
}

function refusal(parameter: string | null, message: string): RegisteredStrategies {
  return catalogue({ ok: false, problems: [{ parameter, message }] });
}

describe('RegisteredStrategies', () => {
  it('shows parameters with their ranges', async () => {
    const [shown] = await catalogue({ ok: false, problems: [] }).list();
    expect(shown?.parameters[0]).toMatchObject({ name: 'fast', default: 12, minimum: 2, maximum: 500, options: null });
    expect(shown?.parameters[1]).toMatchObject({ default: null, minimum: 0.001, maximum: null });
  });

  it('turns a plan into the terms of a deployment', async () => {
    const plan = { params: { fast: 5 }, watches: [{ symbol: 'BTC/USDT', interval: '1m' }], warmUpBars: 5 } as const;
    expect(await catalogue({ ok: true, plan }).plan('ema-cross', {})).toEqual({
      ok: true,
      terms: { strategy: 'ema-cross', strategyVersion: '1.0.0+abc', ...plan },
    });
  });

  it.each([
    ['fast', { fast: 1 }, 'integer from 2 to 500', '1'],
    ['size', { size: '0' }, 'decimal from 0.001', '"0"'],
    ['side', { side: 'short' }, 'one of long, both', '"short"'],
    ['speed', { speed: 1 }, 'one of fast, size, side', '1'],
    ['size', {}, 'decimal from 0.001', 'missing'],
  ])('names range and value of %s', async (parameter, params, limit, value) => {
    expect(await refusal(parameter, 'no').plan('ema-cross', params)).toMatchObject({
      ok: false,
      field: `params.${parameter}`,
      limit,
      value,
      message: 'no',
    });
  });

  it('says which values do not go together', async () => {
    expect(await refusal(null, 'fast is above slow').plan('ema-cross', { fast: 9 })).toMatchObject({
      field: 'params',
      value: '{"fast":9}',
      message: 'fast is above slow',
    });
  });

  it('looks for no strategy outside its folder', async () => {
    expect(await catalogue({ ok: false, problems: [] }).plan('../ema-cross', {})).toBeNull();
  });
});
