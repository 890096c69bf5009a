import { ExchangesPanel } from '../components/exchanges-panel';
import { useTitle } from '../hooks/use-title';
import type { PageProps } from './page-props';

export function ExchangesPage({ exchanges }: PageProps) {
  useTitle('Exchanges');
  return <ExchangesPanel exchanges={exchanges} />;
}
