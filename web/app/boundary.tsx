import { Component, type ReactNode } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';

interface BoundaryState {
  readonly error: Error | undefined;
}

/** Shows an error instead of a blank page. The server loses nothing. */
export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
  override state: BoundaryState = { error: undefined };

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <Notice kind="error" title="Something went wrong">
        <p>{error.message}</p>
        <Button onClick={() => location.reload()}>Reload</Button>
      </Notice>
    );
  }
}
