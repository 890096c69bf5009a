import type { Report } from '@libs/backtest';
import { query } from '@libs/client';
import type { OptimisationReport } from '@libs/research';
import { useState } from 'react';
import { useApi } from '../api/api';
import { backtestOf } from '../state/report';
import { useReload } from './use-reload';

/** The backtests of several runs, in order, null for one without; null until all are loaded. */
export function useReports(ids: readonly string[]): readonly (Report | null)[] | null {
  const { request } = useApi();
  const [known, setKnown] = useState<{ readonly key: string; readonly reports: readonly (Report | null)[] } | null>(null);
  const key = ids.join(',');
  useReload(key, async () => {
    const reports = await Promise.all(ids.map((id) => request(query.researchReport, { id })));
    setKnown({ key, reports: (reports as readonly (Report | OptimisationReport | null)[]).map(backtestOf) });
  });
  return known?.key === key ? known.reports : null;
}
