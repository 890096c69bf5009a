import { useAddress } from './use-address';

/** The deployment in the address, so that a link shows the same one. */
export function useChosenDeployment(): string | null {
  const [, search = ''] = useAddress().split('?', 2);
  return new URLSearchParams(search).get('deployment');
}
