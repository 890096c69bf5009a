import { isBelow } from '../state/route';
import { Link } from './link';

export interface NavEntry {
  readonly to: string;
  readonly label: string;
}

/** The pages of the dashboard; on a phone they scroll sideways. */
export function PageNav({ entries, path }: { readonly entries: readonly NavEntry[]; readonly path: string }) {
  return (
    <nav className="page-nav" aria-label="Pages">
      {entries.map(({ to, label }) => (
        <Link key={to} to={to} isCurrent={isBelow(to, path)}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
