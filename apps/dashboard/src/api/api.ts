import { createLive, createRequest } from '@libs/client';
import { createContext, useContext } from 'react';
import type { Live, Request } from '@libs/client';

export interface Api {
  readonly request: Request;
  readonly live: Live;
}

/** The API of the server that this page came from. */
export function createApi({ protocol, host }: Pick<Location, 'protocol' | 'host'>): Api {
  return {
    request: createRequest({ url: `${protocol}//${host}/graphql`, fetch: (...args) => fetch(...args) }),
    live: createLive({ url: `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/graphql` }),
  };
}

export const ApiContext = createContext<Api | null>(null);

export function useApi(): Api {
  const api = useContext(ApiContext);
  if (!api) throw new Error('useApi needs an ApiContext above it');
  return api;
}
