import { replaceAddress, useAddress } from './use-address';

const NAME = 'deployment';

/** The deployment in the address, so that a link shows the same one. */
export function useChosenDeployment(): readonly [string | null, (id: string) => void] {
  const [, search = ''] = useAddress().split('?', 2);
  return [new URLSearchParams(search).get(NAME), (id) => replaceAddress(`/?${new URLSearchParams({ [NAME]: id }).toString()}`)];
}
