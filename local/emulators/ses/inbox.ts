import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { parseQuery } from '../http/query.ts';
import { type Answer, json } from '../http/server.ts';
import { sameSecret } from '../signature/digests.ts';
import { readIfPresent, writeAtomically } from '../storage/files.ts';
import type { EmailStore } from './email-store.ts';
import { emailPage, listPage, messagePage, notFoundPage, refusedPage } from './inbox-pages.ts';

/**
 * The inbox, for browsers and tests. Emails contain links that give access to models, so it opens only with
 * the key in its printed URL.
 */
export class Inbox {
  readonly #emailStore: EmailStore;
  readonly key: string;

  constructor(emailStore: EmailStore, key: string) {
    this.#emailStore = emailStore;
    this.key = key;
  }

  /** Handles the inbox's requests; undefined for all others. */
  async answer(request: IncomingMessage): Promise<Answer | undefined> {
    const [path = '/', search = ''] = (request.url ?? '/').split('?');
    const isInbox = path === '/' || path === '/inbox.json' || /^\/(inbox|mail|message)\//.test(path);
    if (!isInbox || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
    const { key } = parseQuery(search) ?? {};
    if (typeof key !== 'string' || !sameSecret(key, this.key)) return refused(path);
    return this.#open(path);
  }

  async #open(path: string): Promise<Answer> {
    if (path === '/') return listPage(await this.#emailStore.list(), this.key);
    if (path === '/inbox.json') return json(200, { mails: await this.#emailStore.list() });
    const { 1: kind, 2: id = '' } = /^\/(\w+)\/([0-9a-z-]+)$/.exec(path) ?? [];
    const email = await this.#emailStore.find(id);
    if (email === undefined)
      return kind === 'inbox' ? json(404, { error: 'NotFound' }) : notFoundPage(this.key);
    if (kind === 'inbox') return json(200, email);
    return kind === 'mail' ? emailPage(email, this.key) : messagePage(email);
  }
}

/** The inbox key, generated once. */
export async function inboxKey(folder: string): Promise<string> {
  const path = join(folder, 'inbox-key');
  const existing = await readIfPresent(path);
  if (existing !== undefined) return existing;
  const key = randomBytes(24).toString('base64url');
  await writeAtomically(path, key);
  return key;
}

function refused(path: string): Answer {
  return path.startsWith('/inbox') ? json(403, { error: 'AccessDenied' }) : refusedPage();
}
