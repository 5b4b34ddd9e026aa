import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, writeAtomically } from '../storage/files.ts';

/** An email that was sent. */
export const SentEmail = z.object({
  id: z.string(),
  /** ISO 8601, UTC. */
  sentAt: z.string(),
  from: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  replyTo: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
});
export type SentEmail = z.infer<typeof SentEmail>;

/**
 * Sent emails: the message (`.eml`) and a record (`.json`). An email counts as sent once its record exists.
 */
export class EmailStore {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<EmailStore> {
    await makeFolder(folder);
    return new EmailStore(folder);
  }

  /** Ids sort by time. */
  nextId(now: number): string {
    return `${now.toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`;
  }

  async save(email: SentEmail, message: Buffer): Promise<void> {
    await writeAtomically(join(this.#folder, `${email.id}.eml`), message);
    await writeAtomically(join(this.#folder, `${email.id}.json`), JSON.stringify(email));
  }

  /** All emails, newest first. */
  async list(): Promise<SentEmail[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json'));
    return Promise.all(
      names
        .sort()
        .reverse()
        .map((name) => this.#read(name)),
    );
  }

  async find(id: string): Promise<SentEmail | undefined> {
    return (await this.list()).find((email) => email.id === id);
  }

  async #read(name: string): Promise<SentEmail> {
    return SentEmail.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')));
  }
}
