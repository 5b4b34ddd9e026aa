import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The task that a token belongs to. */
export interface TokenSubject {
  readonly executionArn: string;
  readonly scheduledEventId: number;
}

const macBytes = 32;
/** Starts every token, as on AWS. Without it a token may start with a hyphen, which command lines read as an option. */
const prefix = 'AAAA';

/**
 * Issues and verifies task tokens: an HMAC over their subject, so nothing is stored and nothing can be
 * guessed.
 */
export class TaskTokens {
  readonly #secret: Buffer;

  /** @param folder holds the secret (mode 0600), created at the first start */
  constructor(folder: string) {
    this.#secret = readOrMakeSecret(folder);
  }

  issue(subject: TokenSubject): string {
    const text = Buffer.from(`${subject.scheduledEventId} ${subject.executionArn}`);
    return `${prefix}${Buffer.concat([this.#mac(text), text]).toString('base64url')}`;
  }

  /** Undefined for a token that was not issued here. Version 0.1 issued tokens without the prefix. */
  read(token: string): TokenSubject | undefined {
    const rest = token.startsWith(prefix) ? this.#verified(token.slice(prefix.length)) : undefined;
    return rest ?? this.#verified(token);
  }

  #verified(token: string): TokenSubject | undefined {
    const bytes = Buffer.from(token, 'base64url');
    const text = bytes.subarray(macBytes);
    if (bytes.length <= macBytes || bytes.toString('base64url') !== token) return undefined;
    if (!timingSafeEqual(bytes.subarray(0, macBytes), this.#mac(text))) return undefined;
    const [scheduledEventId, ...arn] = text.toString().split(' ');
    return { scheduledEventId: Number(scheduledEventId), executionArn: arn.join(' ') };
  }

  #mac(text: Buffer): Buffer {
    return createHmac('sha256', this.#secret).update(text).digest();
  }
}

/** The rename makes the file appear only when it is complete: a partial secret must never be used. */
function readOrMakeSecret(folder: string): Buffer {
  const file = join(folder, 'task-token.key');
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, randomBytes(32), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  }
  return readFileSync(file);
}
