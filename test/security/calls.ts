import { join } from 'node:path';
import { loadAssembly } from '#local/assembly.ts';
import type { TestHome } from '#test/e2e/home.ts';

/** A request to the API, as anybody on the network can send it. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** What tells one answer from another, besides times and ids of the request itself. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends a request, again when the gateway throttles. @param authorization the whole header */
export async function send(here: TestHome, call: Call, authorization: string | undefined): Promise<Answered> {
  for (;;) {
    const answer = await sendOnce(here, call, authorization);
    if (answer.status !== 429) return answer;
    await new Promise((next) => setTimeout(next, 200));
  }
}

async function sendOnce(here: TestHome, call: Call, authorization: string | undefined): Promise<Answered> {
  const response = await fetch(`${here.home.urls.api}${call.path}`, {
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

/** Code of an answer in the shape that every error has; undefined for any other. */
export function codeOf({ body }: Answered): string | undefined {
  const parsed: unknown = JSON.parse(body);
  const shape = /^\{"error":\{"code":"(\w+)","message":"[^"]+"\}\}$/.exec(JSON.stringify(parsed));
  return shape?.[1];
}

/** Where homes keep theirs, so that it is synthesized once. */
const assemblies = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'gen3d', 'assemblies');

/** Every route of the synthesized API that asks for an ID token, and those that do not. */
export async function routesOfTemplate(): Promise<{ signedIn: Call[]; open: Call[] }> {
  const origin = 'http://127.0.0.1:1';
  const { api } = await loadAssembly({ folder: assemblies, origins: { api: origin, web: origin } });
  const routes = api.routes.filter(({ integration }) => integration.kind === 'function');
  const calls = (signedIn: boolean) =>
    routes.filter((route) => route.signedIn === signedIn).map(({ method, path }) => ({ method, path }));
  return { signedIn: calls(true), open: calls(false) };
}
