export type ConsoleSink = (level: 'debug' | 'info' | 'warn', message: string) => void;

/** A console whose lines become log lines of the running hook. */
export function makeConsole(sink: ConsoleSink): Readonly<Record<string, (...values: unknown[]) => void>> {
  const at =
    (level: 'debug' | 'info' | 'warn') =>
    (...values: unknown[]): void =>
      sink(level, values.map(shown).join(' '));
  return { debug: at('debug'), trace: at('debug'), log: at('info'), info: at('info'), warn: at('warn'), error: at('warn') };
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
