import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Route } from '#tasks/manifest.ts';
import { NotFoundError } from '../errors.ts';
import type { ApiAnswer } from './api.ts';

type Serve<E> = (event: APIGatewayProxyEvent, environment: E) => Promise<ApiAnswer>;

/**
 * One handler for several routes of the manifest, by route id.
 * @throws NotFoundError when the event matches none of them
 * @example
 * export const handler = apiHandler(
 *   sessions,
 *   byRoute(sessions.routes, { listSessions: list, deleteSession: remove, getResult: result }),
 * );
 */
export function byRoute<R extends Pick<Route, 'method' | 'path' | 'id'>, E>(
  routes: readonly R[],
  serve: Readonly<Record<R['id'], Serve<E>>>,
): Serve<E> {
  return async (event, environment) => {
    const route = routes.find(
      ({ method, path }) => method.toUpperCase() === event.httpMethod && path === event.resource,
    );
    if (route === undefined) throw new NotFoundError('NotFound', 'There is no such route.');
    const id: R['id'] = route.id;
    return serve[id](event, environment);
  };
}
