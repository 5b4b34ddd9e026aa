import { join } from 'node:path';
import { loadAssembly } from '#local/environment/assembly/read-assembly.ts';
import type { TestEnvironment } from '#test/support/test-environment.ts';

/** A request to the API that anyone on the network can send. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** The parts of a response that distinguish it, without times and request ids. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request and retries when throttled. @param authorization value of the header */
export async function send(
  here: TestEnvironment,
  call: Call,
  authorization: string | undefined,
): Promise<Answered> {
  for (;;) {
    const answer = await sendOnce(here, call, authorization);
    if (answer.status !== 429) return answer;
    await new Promise((next) => setTimeout(next, 200));
  }
}

async function sendOnce(
  here: TestEnvironment,
  call: Call,
  authorization: string | undefined,
): Promise<Answered> {
  const response = await fetch(`${here.environment.urls.api}${call.path}`, {
    method: call.method,
    redirect: 'manual',
    headers: {
      ...(authorization === undefined ? {} : { Authorization: authorization }),
      ...(call.body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
  });
  const headers = [...response.headers].filter(([name]) => !['date', 'x-amzn-requestid'].includes(name));
  return { status: response.status, body: await response.text(), headers: Object.fromEntries(headers) };
}

/** The error code of a response, or undefined without the common error body. */
export function codeOf({ body }: Answered): string | undefined {
  const parsed: unknown = JSON.parse(body);
  const shape = /^\{"error":\{"code":"(\w+)","message":"[^"]+"\}\}$/.exec(JSON.stringify(parsed));
  return shape?.[1];
}

/** The usual cache, so that the stacks are synthesized once. */
const assemblies = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies');

/** The routes of the synthesized API with and without an ID token. */
export async function routesOfTemplate(): Promise<{ signedIn: Call[]; open: Call[] }> {
  const origin = 'http://127.0.0.1:1';
  const { api } = await loadAssembly({ folder: assemblies, origins: { api: origin, web: origin } });
  const routes = api.routes.filter(({ integration }) => integration.kind === 'function');
  const calls = (signedIn: boolean) =>
    routes.filter((route) => route.signedIn === signedIn).map(({ method, path }) => ({ method, path }));
  return { signedIn: calls(true), open: calls(false) };
}
