import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { writeAtomically } from '../files.ts';
import { type Answer, json } from '../http.ts';
import { parseQuery } from '../query.ts';
import { sameSecret } from '../secret.ts';
import { listPage, mailPage, messagePage, notFoundPage, refusedPage } from './inbox-pages.ts';
import type { Mailbox } from './mailbox.ts';

/**
 * The inbox in a browser and for tests. Mails hold links that sign people in to their models, so that it opens
 * only with the key in the address that the home prints.
 */
export class Inbox {
  readonly #mailbox: Mailbox;
  readonly key: string;

  constructor(mailbox: Mailbox, key: string) {
    this.#mailbox = mailbox;
    this.key = key;
  }

  /** Answers what belongs to the inbox, and nothing else. */
  async answer(request: IncomingMessage): Promise<Answer | undefined> {
    const [path = '/', search = ''] = (request.url ?? '/').split('?');
    const isInbox = path === '/' || path === '/inbox.json' || /^\/(inbox|mail|message)\//.test(path);
    if (!isInbox || (request.method !== 'GET' && request.method !== 'HEAD')) return undefined;
    const { key } = parseQuery(search) ?? {};
    if (typeof key !== 'string' || !sameSecret(key, this.key)) return refused(path);
    return this.#open(path);
  }

  async #open(path: string): Promise<Answer> {
    if (path === '/') return listPage(await this.#mailbox.list(), this.key);
    if (path === '/inbox.json') return json(200, { mails: await this.#mailbox.list() });
    const { 1: kind, 2: id = '' } = /^\/(\w+)\/([0-9a-z-]+)$/.exec(path) ?? [];
    const mail = await this.#mailbox.find(id);
    if (mail === undefined)
      return kind === 'inbox' ? json(404, { error: 'NotFound' }) : notFoundPage(this.key);
    if (kind === 'inbox') return json(200, mail);
    return kind === 'mail' ? mailPage(mail, this.key) : messagePage(mail);
  }
}

/** The inbox key, made once. */
export async function inboxKey(folder: string): Promise<string> {
  const path = join(folder, 'inbox-key');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const key = randomBytes(24).toString('base64url');
    await writeAtomically(path, key);
    return key;
  }
}

function refused(path: string): Answer {
  return path.startsWith('/inbox') ? json(403, { error: 'AccessDenied' }) : refusedPage();
}
