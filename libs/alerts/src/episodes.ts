/** How long a condition must hold before it is reported, and be over before it counts as over; milliseconds. */
export interface Patience {
  readonly raiseAfter: number;
  readonly resolveAfter: number;
  /** For conditions that were never healthy yet: everything is briefly unhealthy when a platform starts. */
  readonly raiseAfterStart: number;
}

/** The current state of a condition. */
export interface Observed<Detail> {
  readonly key: string;
  readonly isUnwell: boolean;
  readonly detail: Detail;
}

/** The history of one condition; times are epoch milliseconds. */
export interface Episode<Detail> {
  readonly key: string;
  /** Newest detail while unhealthy. */
  readonly detail: Detail;
  readonly began: number;
  /** When it became healthy again; null while it is unhealthy. */
  readonly wellSince: number | null;
  readonly isTold: boolean;
  readonly wasEverWell: boolean;
}

export type Episodes<Detail> = ReadonlyMap<string, Episode<Detail>>;

export interface Judged<Detail> {
  readonly episodes: Episodes<Detail>;
  readonly raised: readonly Episode<Detail>[];
  /** `wellSince` is when it ended. */
  readonly resolved: readonly Episode<Detail>[];
}

/**
 * Evaluates all conditions once: each episode is reported once when it has lasted, and once when it has been over for a while; a flickering
 * one stays a single episode. A condition that is no longer observed ends without a report.
 */
export function judge<Detail>(
  before: Episodes<Detail>,
  observed: readonly Observed<Detail>[],
  { now, patience }: { readonly now: number; readonly patience: Patience },
): Judged<Detail> {
  const looked = observed.map((item) => look(before.get(item.key), item, now));
  const raised = looked.filter((episode) => isDue(episode, now, patience)).map((episode) => ({ ...episode, isTold: true }));
  const told = new Map([...looked, ...raised].map((episode) => [episode.key, episode]));
  const resolved = [...told.values()].filter(
    ({ isTold, wellSince }) => isTold && wellSince !== null && now - wellSince >= patience.resolveAfter,
  );
  for (const episode of resolved) told.set(episode.key, { ...episode, isTold: false });
  return { episodes: told, raised, resolved };
}

function look<Detail>(known: Episode<Detail> | undefined, { key, isUnwell, detail }: Observed<Detail>, now: number): Episode<Detail> {
  if (known === undefined) return { key, detail, began: now, wellSince: isUnwell ? null : now, isTold: false, wasEverWell: !isUnwell };
  if (!isUnwell) return { ...known, wellSince: known.wellSince ?? now, wasEverWell: true };
  const goesOn = known.wellSince === null || known.isTold;
  return { ...known, detail, wellSince: null, began: goesOn ? known.began : now };
}

function isDue<Detail>({ isTold, wellSince, began, wasEverWell }: Episode<Detail>, now: number, patience: Patience): boolean {
  return !isTold && wellSince === null && now - began >= (wasEverWell ? patience.raiseAfter : patience.raiseAfterStart);
}
