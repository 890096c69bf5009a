import type { Deployment, Position } from '@libs/client';
import { signOf } from '../format/amount';

/** Whose an order or a fill is. */
export type OwnerOf = (item: { readonly deploymentId: string }) => string;

/** Names deployments, with the beginning of the id where several are of the same strategy; what is none of them was placed by hand. */
export function ownersOf(deployments: readonly Pick<Deployment, 'id' | 'strategy'>[]): OwnerOf {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  const byStrategy = Map.groupBy(bots, ({ strategy }) => strategy);
  const names = new Map(
    bots.map(({ id, strategy }) => [id, byStrategy.get(strategy)!.length > 1 ? `${strategy} ${id.slice(0, 8)}` : strategy]),
  );
  return ({ deploymentId }) => names.get(deploymentId) ?? 'by hand';
}

/** Whether it has to be said whose they are. */
export function hasSeveralOwners(items: readonly { readonly deploymentId: string }[]): boolean {
  return items.some(({ deploymentId }) => deploymentId !== items[0]?.deploymentId);
}

/** The owners of what is held that are no deployment: a person, by hand. */
export function handsIn(shares: readonly Position[], deployments: readonly Pick<Deployment, 'id'>[]): readonly string[] {
  const known = new Set(deployments.map(({ id }) => id));
  const held = shares.filter(({ quantity }) => signOf(quantity) !== 0);
  return [...new Set(held.flatMap(({ deploymentId }) => (deploymentId === null || known.has(deploymentId) ? [] : [deploymentId])))];
}
