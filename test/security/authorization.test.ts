import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestUser } from '#local/testing/users.ts';
import { routes } from '#tasks/manifest.ts';
import { startTestEnvironment, type TestEnvironment, untilMask } from '#test/support/test-environment.ts';
import { type Call, codeOf, routesOfTemplate, send } from './calls.ts';
import { accessTokenOf, forgedTokens } from './tokens.ts';

let here: TestEnvironment;
let user: TestUser;
let template: Awaited<ReturnType<typeof routesOfTemplate>>;
let jobId: string;
let accessToken: string;

beforeAll(async () => {
  here = await startTestEnvironment();
  user = await here.newUser();
  jobId = (await untilMask(user)).job_id;
  accessToken = await accessTokenOf(here, user);
  template = await routesOfTemplate();
}, 120_000);
afterAll(() => here[Symbol.asyncDispose]());

/** A call of a route for an existing session of the caller. */
function concrete({ method, path }: Call): Call {
  const body = { session_id: 'session', image_s3_key: 'key', mask_s3_key: 'key' };
  const call = { method, path: path.replace('{job_id}', jobId).replace('{ticket}', 'ticket') };
  return method === 'POST' ? { ...call, body } : call;
}

describe('the API', { timeout: 120_000 }, () => {
  it('has the documented routes, and all but the download link need a token', () => {
    const documented = (signedIn: boolean) =>
      routes
        .filter((route) => route.signedIn === signedIn)
        .map(({ method, path }) => ({ method: method.toUpperCase(), path }));

    expect(template.signedIn).toHaveLength(documented(true).length);
    expect(template.signedIn).toEqual(expect.arrayContaining(documented(true)));
    expect(template.open).toEqual(documented(false));
    expect(template.open).toEqual([{ method: 'GET', path: '/download/{ticket}' }]);
  });

  it('responds with 401 and the common error body to every invalid token on every route', async () => {
    const tokens = await forgedTokens(here, user, accessToken);
    const wrong: string[] = [];
    for (const route of template.signedIn) {
      for (const [what, token] of tokens) {
        const answer = await send(here, concrete(route), token);
        const refused = answer.status === 401 && codeOf(answer) === 'Unauthorized';
        if (!refused) wrong.push(`${route.method} ${route.path} with ${what}: ${answer.status}`);
      }
    }

    expect(tokens.length).toBeGreaterThan(15);
    expect(wrong).toEqual([]);
  });

  it('responds equally to every invalid token, readable by the web origin', async () => {
    const tokens = await forgedTokens(here, user, accessToken);
    const answers = await Promise.all(
      tokens.map(([, token]) => send(here, { method: 'GET', path: `/status/${jobId}` }, token)),
    );

    const [first] = answers;
    for (const answer of answers) expect(answer).toEqual(first);
    expect(first?.headers['access-control-allow-origin']).toBe(here.environment.urls.web);
  });

  it('accepts the genuine token on every route', async () => {
    const statuses: number[] = [];
    for (const route of template.signedIn.filter(({ method }) => method !== 'DELETE')) {
      statuses.push((await send(here, concrete(route), `Bearer ${user.tokens.idToken}`)).status);
    }

    expect(statuses).not.toContain(401);
    expect((await user.client.status(jobId)).status).toBe('awaiting_mask');
  });

  it('has nothing beyond its routes', async () => {
    const token = `Bearer ${user.tokens.idToken}`;
    const calls = [
      { method: 'GET', path: '/' },
      { method: 'PUT', path: `/status/${jobId}` },
      { method: 'GET', path: `/status/${jobId}/result` },
      { method: 'GET', path: `/sessions/${jobId}/../../admin` },
      { method: 'GET', path: '/status/' },
      { method: 'GET', path: '/status/%zz' },
      { method: 'DELETE', path: '/sessions' },
    ];
    const answers = await Promise.all(calls.map((call) => send(here, call, token)));

    expect(answers.map(({ status }) => status)).toEqual(calls.map(() => 404));
    expect(answers.map(codeOf)).toEqual(calls.map(() => 'NotFound'));
  });
});
