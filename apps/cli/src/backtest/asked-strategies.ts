import { askStrategies } from '@libs/plugin-host';
import type { StrategySpec } from '@libs/research';
import { bad } from '../data/data-options';
import { parseParams } from '../verbs/deploy';

interface Described {
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

/** A parameter as it was typed, and for whom; null: for everybody who has it. */
interface Typed {
  readonly label: string | null;
  readonly name: string;
  readonly text: string;
}

const LABEL = /^[A-Za-z0-9][\w-]{0,39}$/;

/**
 * Strategies as they are named on a command line, `name` or `label=name`, each with its parameters, `name=value` or `label.name=value`.
 * `strategies` is their folder if it is not the installation's.
 */
export async function askedStrategies(
  texts: readonly string[],
  params: readonly string[],
  strategies?: string,
): Promise<readonly [StrategySpec, ...(readonly StrategySpec[])]> {
  const asked = texts.map(labelled);
  const labels = asked.map(({ label }) => label);
  const twice = labels.find((label, at) => labels.indexOf(label) !== at);
  if (twice !== undefined) throw bad(`Two strategies are called ${twice}; tell them apart, as in one=${twice} other=${twice}.`);
  const typed = params.map(typedParam);
  const stranger = typed.find(({ label }) => label !== null && !labels.includes(label));
  if (stranger) throw bad(`--param is "${stranger.label}.${stranger.text}"; this run has ${labels.join(', ')}.`);
  const described = await describe(
    asked.map(({ strategy }) => strategy),
    strategies,
  );
  const unknown = typed.find(({ label, name }) => label === null && !described.some((one) => has(one, name)));
  if (unknown && asked.length > 1) throw bad(`None of ${labels.join(', ')} has a parameter "${unknown.name}".`);
  const [first, ...others] = asked.map(({ label, strategy }, at): StrategySpec => {
    const shared = typed.filter((one) => one.label === null && (asked.length === 1 || has(described[at]!, one.name)));
    const own = typed.filter((one) => one.label === label);
    return {
      label,
      strategy,
      params: parseParams(
        [...shared, ...own].map(({ text }) => text),
        described[at]!,
      ),
    };
  });
  return [first!, ...others];
}

/** The parameters of the one strategy of a run. */
export async function paramsOf(strategy: string, texts: readonly string[]): Promise<Record<string, unknown>> {
  const [described] = await describe([strategy]);
  return parseParams(texts, described!);
}

function labelled(text: string): Pick<StrategySpec, 'label' | 'strategy'> {
  const at = text.indexOf('=');
  if (at < 0) return { label: text, strategy: text };
  const [label, strategy] = [text.slice(0, at), text.slice(at + 1)];
  if (!LABEL.test(label)) throw bad(`The label of "${text}" must be 1 to 40 letters, digits, dashes and underscores.`);
  return { label, strategy };
}

function typedParam(text: string): Typed {
  const [, label = null, rest = text] = /^([^.=]+)\.(.*)$/s.exec(text) ?? [];
  return { label, name: rest.slice(0, Math.max(0, rest.indexOf('='))), text: rest };
}

function has({ parameters }: Described, name: string): boolean {
  return parameters.some((parameter) => parameter.name === name);
}

async function describe(names: readonly string[], strategies?: string): Promise<readonly Described[]> {
  return askStrategies(strategies, async (asked) => {
    const all: Described[] = [];
    for (const strategy of names) {
      const described = await asked.describe(strategy);
      if (!described.ok) throw bad(described.message);
      all.push(described.description);
    }
    return all;
  });
}
