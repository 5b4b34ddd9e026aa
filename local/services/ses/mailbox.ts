import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, writeAtomically } from '../files.ts';

/** A mail that was sent. */
export const SentMail = z.object({
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
export type SentMail = z.infer<typeof SentMail>;

/** Sent mails, each as the message itself (`.eml`) and a record (`.json`) whose presence makes it sent. */
export class Mailbox {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async open(folder: string): Promise<Mailbox> {
    await makeFolder(folder);
    return new Mailbox(folder);
  }

  /** Ids sort by time. */
  nextId(now: number): string {
    return `${now.toString(36).padStart(9, '0')}-${randomBytes(8).toString('hex')}`;
  }

  async keep(mail: SentMail, message: Buffer): Promise<void> {
    await writeAtomically(join(this.#folder, `${mail.id}.eml`), message);
    await writeAtomically(join(this.#folder, `${mail.id}.json`), JSON.stringify(mail));
  }

  /** All mails, the newest first. */
  async list(): Promise<SentMail[]> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith('.json'));
    return Promise.all(
      names
        .sort()
        .reverse()
        .map((name) => this.#read(name)),
    );
  }

  async find(id: string): Promise<SentMail | undefined> {
    return (await this.list()).find((mail) => mail.id === id);
  }

  async #read(name: string): Promise<SentMail> {
    return SentMail.parse(JSON.parse(await readFile(join(this.#folder, name), 'utf8')));
  }
}
