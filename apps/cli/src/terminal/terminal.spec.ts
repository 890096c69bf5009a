import { setTimeout as sleep } from 'node:timers/promises';
import { Terminal } from './terminal';

function terminal(options: { json?: boolean; isTty?: boolean } = {}): { terminal: Terminal; out: string[]; err: string[] } {
  const [out, err]: [string[], string[]] = [[], []];
  const made = new Terminal({
    json: options.json ?? false,
    isTty: options.isTty ?? false,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { terminal: made, out, err };
}

describe('Terminal', () => {
  it('prints a result as text for people and as one line of JSON for programs', () => {
    const [people, programs] = [terminal(), terminal({ json: true })];
    for (const { terminal: each } of [people, programs]) each.result('two accounts', { accounts: 2 });
    expect(people.out).toEqual(['two accounts\n']);
    expect(programs.out).toEqual(['{"accounts":2}\n']);
  });

  it('keeps remarks off standard output', () => {
    const { terminal: each, out, err } = terminal({ json: true });
    each.say('careful', 'warn');
    expect(out).toEqual([]);
    expect(err).toEqual(['{"level":"warn","message":"careful"}\n']);
  });

  it('says nothing of work that is done within a second', async () => {
    const { terminal: each, err } = terminal();
    expect(await each.during('Starting', sleep(10, 7))).toBe(7);
    expect(err).toEqual([]);
  });

  it('says that longer work goes on, and that it is done', async () => {
    const { terminal: each, err } = terminal();
    await each.during('Starting', sleep(1_100));
    expect(err).toEqual(['Starting …\n', expect.stringMatching(/^Starting: done in 1\.\d s\n$/)]);
  });

  it('moves a line on a terminal and takes it away for a remark', async () => {
    const { terminal: each, err } = terminal({ isTty: true });
    const work = each.during('Starting', sleep(1_300));
    await sleep(1_100);
    each.say('by the way');
    await work;
    const text = err.join('');
    expect(text).toMatch(/Starting … 1\.\d s/);
    expect(text).toContain('\r\u001b[Kby the way\n');
  });

  it('passes a failure on', async () => {
    const { terminal: each } = terminal();
    await expect(each.during('Starting', Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
