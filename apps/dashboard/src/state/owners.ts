import type { Deployment, Position } from '@libs/client';
import { signOf } from '../format/amount';

/** The owner of an order or a fill. */
export type OwnerOf = (item: { readonly deploymentId: string }) => string;

/** Names deployments, with the beginning of the id if several run the same strategy; anything else was placed by hand. */
export function ownersOf(deployments: readonly Pick<Deployment, 'id' | 'strategy'>[]): OwnerOf {
  const bots = deployments.filter(({ strategy }) => strategy !== 'manual');
  const byStrategy = Map.groupBy(bots, ({ strategy }) => strategy);
  const names = new Map(
    bots.map(({ id, strategy }) => [id, byStrategy.get(strategy)!.length > 1 ? `${strategy} ${id.slice(0, 8)}` : strategy]),
  );
  return ({ deploymentId }) => names.get(deploymentId) ?? 'by hand';
}

/** True if owners must be shown. */
export function hasSeveralOwners(items: readonly { readonly deploymentId: string }[]): boolean {
  return items.some(({ deploymentId }) => deploymentId !== items[0]?.deploymentId);
}

/** Owners of holdings that are not deployments: manual orders. */
export function handsIn(shares: readonly Position[], deployments: readonly Pick<Deployment, 'id'>[]): readonly string[] {
  const known = new Set(deployments.map(({ id }) => id));
  const held = shares.filter(({ quantity }) => signOf(quantity) !== 0);
  return [...new Set(held.flatMap(({ deploymentId }) => (deploymentId === null || known.has(deploymentId) ? [] : [deploymentId])))];
}
