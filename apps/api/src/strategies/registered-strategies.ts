import type { ParameterDescription } from '@libs/sdk';
import type { KeptCode, MadeWith, RegisteredStrategy, StrategyRegistry } from '@libs/plugin-host';
import type { StrategyCatalogue, StrategyPlanning } from './strategy-catalogue';
import type { Strategy, StrategyParameter } from './strategies.types';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** The catalogue over the installed plugins; their code runs in sandboxes of the registry only. */
export class RegisteredStrategies implements StrategyCatalogue {
  constructor(
    private readonly registry: Pick<StrategyRegistry, 'list' | 'find' | 'plan' | 'isOutdated'>,
    private readonly kept: Pick<KeptCode, 'keep'>,
  ) {}

  async list(): Promise<readonly Strategy[]> {
    return (await this.registry.list()).strategies.map(toStrategy);
  }

  async plan(name: string, params: Readonly<Record<string, unknown>>): Promise<StrategyPlanning | null> {
    const strategy = NAME.test(name) ? await this.registry.find(name) : undefined;
    if (!strategy) return null;
    const planned = await this.registry.plan(name, params);
    if (planned.ok) return { ok: true, terms: { strategy: name, strategyVersion: strategy.version, ...planned.plan } };
    const parameter = planned.problems[0]?.parameter ?? null;
    return {
      ok: false,
      field: parameter === null ? 'params' : `params.${parameter}`,
      limit: limitOf(strategy, parameter),
      value: parameter === null ? JSON.stringify(params) : (JSON.stringify(params[parameter]) ?? 'missing'),
      message: planned.problems.map(({ message }) => message).join('; '),
    };
  }

  keep(made: MadeWith): boolean {
    return this.kept.keep(made);
  }

  isOutdated(made: MadeWith): boolean {
    return this.registry.isOutdated(made);
  }
}

function limitOf({ parameters }: RegisteredStrategy, name: string | null): string {
  const parameter = parameters.find((one) => one.name === name);
  if (name === null) return 'values that go together';
  return parameter ? rangeOf(parameter) : `one of ${parameters.map((one) => one.name).join(', ')}`;
}

function rangeOf({ type, minimum, maximum, options }: ParameterDescription): string {
  if (options) return `one of ${options.join(', ')}`;
  const bounds = [minimum === undefined ? '' : `from ${minimum}`, maximum === undefined ? '' : `to ${maximum}`].filter(Boolean).join(' ');
  return bounds ? `${type} ${bounds}` : type;
}

function toStrategy({ name, version, title, description, parameters }: RegisteredStrategy): Strategy {
  return { name, version, title, description, parameters: parameters.map(toParameter) };
}

function toParameter(parameter: ParameterDescription): StrategyParameter {
  const { name, type, description, minimum, maximum, options } = parameter;
  return {
    name,
    type,
    description,
    default: parameter.default ?? null,
    minimum: minimum === undefined ? null : Number(minimum),
    maximum: maximum === undefined ? null : Number(maximum),
    options: options ?? null,
  };
}
