import type { Service } from './service.ts';

/**
 * The service together with what it had opened: closing it closes the server first, then the rest, the last
 * opened first. The stack is emptied, so that leaving the starting function closes nothing.
 */
export function closingWith<S extends Service>(opened: AsyncDisposableStack, server: S): S {
  const closing = opened.move();
  closing.defer(() => server.close());
  return { ...server, close: () => closing.disposeAsync() };
}
