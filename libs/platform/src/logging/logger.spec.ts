import { createLogger } from './logger';

function capture(level?: 'debug' | 'info'): { lines: Record<string, unknown>[]; logger: ReturnType<typeof createLogger> } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { lines, logger: createLogger({ component: 'trader', account: 'a1', now: () => 0, write, ...(level ? { level } : {}) }) };
}

describe('createLogger', () => {
  it('writes one JSON object per line with time, level and component', () => {
    const { lines, logger } = capture();
    logger.info('ready', { port: 1 });
    expect(lines).toEqual([{ t: '1970-01-01T00:00:00.000Z', level: 'info', component: 'trader', account: 'a1', msg: 'ready', port: 1 }]);
  });

  it('drops what is below its level', () => {
    const { lines, logger } = capture();
    logger.debug('detail');
    expect(lines).toEqual([]);
  });

  it('keeps its own level, time and message whatever fields are named', () => {
    const { lines, logger } = capture();
    logger.info('ready', { level: 'TRUSTED', t: 'late', msg: 'other' });
    expect(lines[0]).toMatchObject({ t: '1970-01-01T00:00:00.000Z', level: 'info', msg: 'ready' });
  });

  it('keeps the cause of an error', () => {
    const { lines, logger } = capture();
    logger.error('failed', { error: new Error('outer', { cause: new Error('inner') }) });
    expect(lines[0]).toMatchObject({ error: { message: 'outer', cause: { message: 'inner' } } });
  });

  it('hides what is named like a secret', () => {
    const { lines, logger } = capture();
    logger.info('key', { apiKey: 'k', nested: { venueSecret: 's' } });
    expect(lines[0]).toMatchObject({ apiKey: '[hidden]', nested: { venueSecret: '[hidden]' } });
  });
});
