import type { ConnectionState } from '@libs/client';
import { useEffect, useState } from 'react';
import { useApi } from '../api/api';

export function useConnection(): ConnectionState {
  const { live } = useApi();
  const [state, setState] = useState<ConnectionState>('connecting');
  useEffect(() => live.onState(setState), [live]);
  return state;
}
