import { describe, expect, it } from 'vitest';
import { findRoute } from '#local/emulators/api-gateway/routes.ts';
import { route } from './served-api.ts';

describe('routes', () => {
  it('prefer a literal segment to a parameter', () => {
    const routes = [route('GET', '/sessions/{id}'), route('GET', '/sessions/mine')];

    expect(findRoute(routes, 'GET', '/sessions/mine')?.route.path).toBe('/sessions/mine');
    expect(findRoute(routes, 'GET', '/sessions/x%2Fy')?.parameters).toEqual({ id: 'x/y' });
  });

  it('reject an empty or malformed parameter', () => {
    const routes = [route('GET', '/sessions/{id}')];

    expect(findRoute(routes, 'GET', '/sessions/')).toBeUndefined();
    expect(findRoute(routes, 'GET', '/sessions/%E0%A4%A')).toBeUndefined();
  });
});
