import { Link } from '../components/link';
import { useTitle } from '../hooks/use-title';

export function MissingPage({ path }: { readonly path: string }) {
  useTitle('No such page');
  return (
    <div className="no-account">
      <h2>There is no page at {path}</h2>
      <p>
        The address may be mistyped, or the page has moved. <Link to="/">Show the account</Link>.
      </p>
    </div>
  );
}
