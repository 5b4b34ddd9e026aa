import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordPolicy } from '../../assembly/identity.ts';
import { Slots } from '../../functions/slots.ts';

/** 64 MiB and some 100 ms each, as OWASP advises; two at a time, so that a flood of guesses costs no more. */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } satisfies ScryptOptions;
const keyLength = 32;
const longest = 256;
const atOnce = new Slots(2);

const nobody = `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyLength).toString('base64')}`;

/** Salted hash of a password, for storing. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** True when the password belongs to the hash. Without a hash it takes the same time and is false. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (hash ?? nobody).split('$');
  const derived = await derive(password.slice(0, longest), Buffer.from(salt, 'base64'));
  return timingSafeEqual(derived, Buffer.from(key, 'base64')) && hash !== undefined;
}

/** What a password lacks, one sentence each; none when it is good. */
export function passwordFaults(password: string, policy: PasswordPolicy): string[] {
  const rules: [boolean, string][] = [
    [password.length >= policy.minimumLength, `at least ${policy.minimumLength} characters`],
    [password.length <= longest, `at most ${longest} characters`],
    [!policy.uppercase || /\p{Lu}/u.test(password), 'an upper case letter'],
    [!policy.lowercase || /\p{Ll}/u.test(password), 'a lower case letter'],
    [!policy.digit || /\d/.test(password), 'a digit'],
    [!policy.symbol || /[^\p{L}\d\s]/u.test(password), 'a symbol'],
  ];
  return rules.flatMap(([kept, rule]) => (kept ? [] : [rule]));
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return atOnce.run(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, keyLength, cost, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
