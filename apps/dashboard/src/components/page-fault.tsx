import { Component } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly fault: Error | null;
}

/** Shows the error instead of an empty page; trading continues regardless. */
export class PageFault extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override componentDidMount(): void {
    addEventListener('popstate', this.recover);
  }

  override componentWillUnmount(): void {
    removeEventListener('popstate', this.recover);
  }

  /** Another page may be well. */
  private readonly recover = (): void => this.setState({ fault: null });

  override render(): ReactNode {
    const { fault } = this.state;
    if (!fault) return this.props.children;
    return (
      <div className="no-account" role="alert">
        <h1>This page broke</h1>
        <p>
          {fault.name}: {fault.message}
        </p>
        <p>The platform is not affected; trading continues.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </div>
    );
  }
}
