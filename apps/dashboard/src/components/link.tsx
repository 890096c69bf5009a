import type { MouseEvent, ReactNode } from 'react';
import { navigate } from '../hooks/use-address';

export interface LinkProps {
  readonly to: string;
  /** The panel of the target page. */
  readonly panel?: string;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}

/** A link within the dashboard; modified clicks keep the browser's behaviour. */
export function Link({ to, panel, className, isCurrent = false, children }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to, panel);
  };
  return (
    <a href={to} className={className} aria-current={isCurrent ? 'page' : undefined} onClick={follow}>
      {children}
    </a>
  );
}
