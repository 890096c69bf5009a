export interface Chosen {
  readonly only: readonly string[];
  readonly isJson: boolean;
  readonly isList: boolean;
  readonly isHelp: boolean;
}

/** What the command line asks for, or a sentence about what is wrong with it. */
export function readArguments(args: readonly string[]): Chosen | string {
  const only: string[] = [];
  const flags = new Set<string>();
  for (let index = 0; index < args.length; index += 1) {
    const [name = '', value] = args[index]!.split('=', 2);
    if (name === '--only') {
      const list = value ?? args[(index += 1)];
      if (!list) return '--only needs card ids, client names or parts of names, separated by commas';
      only.push(...list.split(','));
    } else if (['--json', '--list', '--help'].includes(name)) flags.add(name);
    else return `unknown argument ${args[index]!}`;
  }
  return { only, isJson: flags.has('--json'), isList: flags.has('--list'), isHelp: flags.has('--help') };
}
