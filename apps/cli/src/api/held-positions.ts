import { query, type Account, type Deployment, type Position, type Request } from '@libs/client';

/** What accounts hold, or what of it each deployment does, without symbols that were closed. */
export async function heldPositions(
  request: Request,
  accounts: readonly Pick<Account, 'id'>[],
  byDeployment: boolean,
): Promise<readonly Position[]> {
  const lists = await Promise.all(accounts.map(({ id: accountId }) => request(query.positions, { accountId, byDeployment })));
  return lists.flat().filter(({ quantity }) => Number(quantity) !== 0);
}

export type Holder = Pick<Deployment, 'id' | 'strategy' | 'status'>;

/** Who holds what no deployment does: a person, by hand; one holder for each account. */
export function handsIn(held: readonly Position[], deployments: readonly Pick<Deployment, 'id'>[]): readonly Holder[] {
  const known = new Set(deployments.map(({ id }) => id));
  const ids = new Set(held.flatMap(({ deploymentId }) => (deploymentId === null || known.has(deploymentId) ? [] : [deploymentId])));
  return [...ids].map((id) => ({ id, strategy: 'by hand', status: 'RUNNING' }));
}
