import type { Venues } from '../venue/venues';
import type { Card, CardResult } from './card';
import { Trial } from './trial';

/** None hangs; a busy machine may take long. */
const MOST_SECONDS = 180;
/** Cards that only listen or wait run beside each other. */
const PATIENT_AT_ONCE = 6;

/** Runs the cards, one line each as they end, in the order of the list in the result. */
export async function runCards(
  cards: readonly Card[],
  venues: Venues,
  ended: (result: CardResult) => void,
): Promise<readonly CardResult[]> {
  const results = new Map<string, CardResult>();
  const work = async (queue: Card[]): Promise<void> => {
    for (let card = queue.shift(); card; card = queue.shift()) {
      const result = await runCard(card, venues);
      results.set(card.id, result);
      ended(result);
    }
  };
  const patient = cards.filter((card) => card.isPatient === true);
  const inTurn = (['main', 'stepped', 'gate', 'flood'] as const).map((name) =>
    cards.filter((card) => card.isPatient !== true && (card.venue ?? 'main') === name),
  );
  await Promise.all([...inTurn.map(work), ...Array.from({ length: PATIENT_AT_ONCE }, () => work(patient))]);
  return cards.map((card) => results.get(card.id)!);
}

async function runCard(card: Card, venues: Venues): Promise<CardResult> {
  const started = performance.now();
  let error: string | undefined;
  let trial: Trial | undefined;
  try {
    trial = new Trial(await venues.venue(card.venue ?? 'main'));
    await withinTime(card.run(trial));
  } catch (problem) {
    error = describe(problem);
  }
  await trial?.cleanUp();
  const checks = trial?.checks ?? [];
  if (error === undefined) compareWithList(card, trial!);
  const passed = error === undefined && checks.every((check) => check.passed);
  return { card, passed, checks, accounts: trial?.accounts ?? [], error, milliseconds: performance.now() - started };
}

/** A card that silently skips a check, or checks what it does not say, is wrong itself. */
function compareWithList(card: Card, trial: Trial): void {
  const done = new Set(trial.checks.map(({ what }) => what));
  for (const what of card.expects) if (!done.has(what)) trial.holds(what, false, 'the card never checked this');
  for (const what of done) if (!card.expects.includes(what)) trial.holds(what, false, 'the card does not list this');
}

async function withinTime(work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${MOST_SECONDS} s`)), MOST_SECONDS * 1_000);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function describe(problem: unknown): string {
  if (problem instanceof Error) return `${problem.name}: ${problem.message}`.slice(0, 600);
  // bybit-api throws plain objects, with its options and the secret in them.
  const { code, body, retCode, retMsg } = (problem ?? {}) as Readonly<Record<string, unknown>>;
  if (retCode !== undefined) return `${String(retCode)} ${String(retMsg)}`;
  if (body !== undefined) return `HTTP ${String(code)} ${JSON.stringify(body)}`.slice(0, 600);
  return JSON.stringify(problem)?.slice(0, 200) ?? String(problem);
}
