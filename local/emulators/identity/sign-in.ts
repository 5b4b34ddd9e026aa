import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errors } from 'oidc-provider';
import { type Answer, type Handler, readBody, send } from '../http/server.ts';
import { type InteractionOptions, Interactions } from './interactions.ts';
import { messagePage } from './pages.ts';
import { createProvider, type ProviderOptions } from './provider.ts';

const formLimit = 16 * 1024;
const interactionPath = /^\/interaction\/([\w-]+)(?:\/([\w-]*))?$/;

export type SignInOptions = ProviderOptions & Omit<InteractionOptions, 'provider'>;

/**
 * Everything that browsers and clients see of the issuer: its protocol, and the pages of sign-up and sign-in.
 */
export async function openSignIn(options: SignInOptions): Promise<Handler> {
  const { issuer, webOrigin } = options;
  const provider = createProvider(options);
  const interactions = new Interactions({ ...options, provider });
  const callback = provider.callback();
  const style = await readFile(join(import.meta.dirname, 'sign-in.css'));
  return async (request, response) => {
    secure(response, webOrigin);
    const { pathname } = new URL(request.url ?? '/', issuer);
    const [, uid, step = ''] = interactionPath.exec(pathname) ?? [];
    if (pathname === '/assets/sign-in.css') return send(response, { status: 200, headers: css, body: style });
    if (pathname === '/favicon.ico')
      return send(response, { status: 302, headers: { location: `${webOrigin}/icon.svg` }, body: '' });
    if (uid === undefined) return void (await callback(request, response));
    await visit(interactions, { request, response, uid, step, issuer });
  };
}

const css = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'max-age=3600' };
const htmlType = { 'content-type': 'text/html; charset=utf-8' };

async function visit(
  interactions: Interactions,
  at: { request: IncomingMessage; response: ServerResponse; uid: string; step: string; issuer: string },
): Promise<void> {
  const { request, response, uid, step, issuer } = at;
  try {
    const form = request.method === 'POST' ? await readForm(request, issuer) : undefined;
    const answer = await interactions.visit(step, {
      request,
      response,
      uid,
      base: `/interaction/${uid}`,
      form,
    });
    if (!response.headersSent) send(response, answer ?? notFound);
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
    send(response, expired);
  }
}

const notFound: Answer = {
  status: 404,
  headers: htmlType,
  body: messagePage('Page not found', 'The link may be out of date or mistyped.'),
};
const expired: Answer = {
  status: 400,
  headers: htmlType,
  body: messagePage('Sign-in failed', 'This sign-in page has expired. Start again.'),
};

/** Reads a form of this site. A form from another site reads as empty. */
async function readForm(request: IncomingMessage, issuer: string): Promise<URLSearchParams> {
  const body = await readBody(request, formLimit);
  const { origin } = request.headers;
  const foreign = origin !== undefined && origin !== issuer;
  return new URLSearchParams(foreign ? '' : body.toString('utf8'));
}

/**
 * The form-action policy also covers redirects after a form, so it lists the origins that users come from.
 */
function secure(response: ServerResponse, webOrigin: string): void {
  const targets = `'self' http://127.0.0.1:* http://localhost:* ${webOrigin}`;
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; img-src 'self' ${webOrigin}; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  // With no-referrer, browsers send forms with the origin "null".
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}
