import type { RouteModel } from '../../environment/assembly/api.ts';
import { decodePercent } from '../http/query.ts';

export interface FoundRoute {
  readonly route: RouteModel;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Finds the route of a request. Literal segments win over parameters, as in API Gateway. */
export function findRoute(
  routes: readonly RouteModel[],
  method: string,
  path: string,
): FoundRoute | undefined {
  const segments = path.split('/');
  const found = routes.flatMap((route) => {
    if (route.method !== method && route.method !== 'ANY') return [];
    const parameters = match(route.path.split('/'), segments);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  return found.sort((a, b) => Object.keys(a.parameters).length - Object.keys(b.parameters).length)[0];
}

function match(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i] ?? '';
    const name = /^\{([^}]+)\}$/.exec(part)?.[1];
    if (name === undefined && part !== segment) return undefined;
    if (name === undefined) continue;
    const value = decodePercent(segment);
    if (value === undefined || value === '') return undefined;
    parameters[name] = value;
  }
  return parameters;
}
