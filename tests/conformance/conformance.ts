import { CARDS } from './cards/all-cards';
import { readArguments } from './suite/arguments';
import { json, progressLine, table } from './suite/report';
import { runCards } from './suite/run-cards';
import { verdictsOf } from './suite/verdicts';
import { Venues } from './venue/venues';

const HELP = `npm run conformance -- [--only C01,bybit-api,funding] [--json] [--list]

Drives the exchange simulator with clients that nobody here wrote and prints a row per card.
  --only   ids, client names or parts of names, separated by commas
  --json   prints one JSON document instead of lines and table
  --list   prints the cards and what each expects, and runs nothing
`;

async function conformance(args: readonly string[]): Promise<number> {
  const chosen = readArguments(args);
  if (typeof chosen === 'string') {
    process.stderr.write(`${chosen}\n${HELP}`);
    return 2;
  }
  const { only, isJson, isList, isHelp } = chosen;
  const cards = CARDS.filter(
    ({ id, client, name }) =>
      only.length === 0 || only.some((part) => part === id || part === client || (part.length > 3 && name.includes(part))),
  );
  if (isHelp) return say(HELP);
  if (isList)
    return say(
      cards
        .map(
          ({ id, client, name, calls, expects }) =>
            `${id} ${client} ${name}\n     ${calls.join(', ')}\n${expects.map((what) => `       ${what}`).join('\n')}`,
        )
        .join('\n'),
    );
  if (cards.length === 0) {
    process.stderr.write(`no card fits ${only.join(', ')}; see --list\n`);
    return 2;
  }
  const venues = new Venues();
  const stray = catchStray();
  const results = await runCards(cards, venues, (result) => void (isJson || say(progressLine(result))));
  const verdicts = [
    ...(await verdictsOf(await venues.running(), results)),
    { what: 'no stray error', passed: stray.length === 0, detail: stray.join(' | ') },
  ];
  await venues.stop();
  say(isJson ? json(results, verdicts) : `\n${table(results, verdicts)}`);
  return results.every(({ passed }) => passed) && verdicts.every(({ passed }) => passed) ? 0 : 1;
}

/** Clients abandon promises and sockets when they are closed; anything else that nobody caught counts against the run. */
function catchStray(): readonly string[] {
  const stray: string[] = [];
  const keep = (error: unknown): void => {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : (JSON.stringify(error) ?? String(error));
    if (!/closed before the connection was established|ExchangeClosedByUser|UnsubscribeError|NetworkError|closed by user/i.test(text))
      stray.push(text.slice(0, 300));
  };
  process.on('uncaughtException', keep);
  process.on('unhandledRejection', keep);
  return stray;
}

function say(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}

process.exit(await conformance(process.argv.slice(2)));
