import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { errors } from 'oidc-provider';
import type { IdentityModel } from '../assembly/identity.ts';
import { openDatabase } from './database.ts';
import { makeFolder } from './files.ts';
import { type Answer, json, listen, readBody, send } from './http.ts';
import { Accounts, accountSchema } from './identity/accounts.ts';
import { adapterSchema, sqliteAdapter } from './identity/adapter.ts';
import { Attempts, attemptSchema } from './identity/attempts.ts';
import { Interactions } from './identity/interactions.ts';
import { openKeys } from './identity/keys.ts';
import type { SendMail } from './identity/mails.ts';
import { messagePage } from './identity/pages.ts';
import { createProvider } from './identity/provider.ts';
import { Verifications, verificationSchema } from './identity/verifications.ts';
import type { Service } from './service.ts';

export interface IdentityOptions {
  readonly folder: string;
  /** The issuer's URL holds it, and tokens hold the issuer: it must be the same on every start. */
  readonly port: number;
  readonly model: IdentityModel;
  readonly webOrigin: string;
  readonly sendMail: SendMail;
}

export interface IdentityService extends Service {
  readonly jwksUri: string;
  readonly clientId: string;
  /** Puts a mail address into the group of operators, whether it has an account already or not. */
  makeOperator(email: string): void;
  /** How many operators there are. */
  operators(): number;
}

const formLimit = 16 * 1024;
const interactionPath = /^\/interaction\/([\w-]+)(?:\/([\w-]*))?$/;

/** The issuer of the home: sign-up, sign-in and tokens, in the place of a Cognito user pool. */
export async function startIdentity(options: IdentityOptions): Promise<IdentityService> {
  await makeFolder(options.folder);
  const schema = accountSchema + attemptSchema + verificationSchema + adapterSchema;
  const database = openDatabase(join(options.folder, 'identity.sqlite'), schema);
  const accounts = new Accounts(database, options.model.groups[0] ?? 'operators');
  const issuer = `http://127.0.0.1:${options.port}`;
  const keys = await openKeys(join(options.folder, 'keys.json'));
  const provider = createProvider({ ...options, issuer, accounts, keys, adapter: sqliteAdapter(database) });
  const interactions = new Interactions({
    provider,
    accounts,
    attempts: new Attempts(database),
    verifications: new Verifications(database),
    passwords: options.model.passwords,
    selfSignUp: options.model.selfSignUp,
    sendMail: options.sendMail,
  });
  const callback = provider.callback();
  const style = await readFile(join(import.meta.dirname, 'identity', 'sign-in.css'));
  const server = await listen(
    'identity',
    options.port,
    async (request, response) => {
      secure(response, options.webOrigin);
      const { pathname } = new URL(request.url ?? '/', issuer);
      const [, uid, step = ''] = interactionPath.exec(pathname) ?? [];
      if (pathname === '/assets/sign-in.css')
        return send(response, { status: 200, headers: css, body: style });
      if (uid === undefined) return void (await callback(request, response));
      await visit(interactions, { request, response, uid, step, issuer });
    },
    (error) => json(error.status, { error: 'server_error', error_description: error.message }),
  );
  return {
    url: server.url,
    jwksUri: `${issuer}/jwks`,
    clientId: options.model.clientId,
    makeOperator: (email) => accounts.makeOperator(email),
    operators: () => accounts.operators(),
    close: async () => {
      await server.close();
      database.close();
    },
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
  body: messagePage('Not found', 'There is no such page.'),
};
const expired: Answer = {
  status: 400,
  headers: htmlType,
  body: messagePage('Start again', 'This sign-in has expired or belongs to another browser: start it again.'),
};

/** A form of this site; one that another site sends is read as empty. */
async function readForm(request: IncomingMessage, issuer: string): Promise<URLSearchParams> {
  const body = await readBody(request, formLimit);
  const { origin } = request.headers;
  const foreign = origin !== undefined && origin !== issuer;
  return new URLSearchParams(foreign ? '' : body.toString('utf8'));
}

/** Redirects at the end of a form count as form targets, so that the places users come from are among them. */
function secure(response: ServerResponse, webOrigin: string): void {
  const targets = `'self' http://127.0.0.1:* http://localhost:* ${webOrigin}`;
  response.setHeader(
    'content-security-policy',
    `default-src 'none'; style-src 'self'; form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
  );
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  // With no-referrer, browsers send forms with the origin "null".
  response.setHeader('referrer-policy', 'same-origin');
  response.setHeader('cache-control', 'no-store');
}
