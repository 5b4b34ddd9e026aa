import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import pLimit from 'p-limit';
import type { PasswordPolicy } from '../../environment/assembly/identity.ts';

/**
 * 64 MiB and about 100 ms for each hash, as OWASP recommends. Two run at a time, which bounds the cost of a
 * flood of guesses.
 */
const cost = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 } satisfies ScryptOptions;
const keyLength = 32;
const maxLength = 256;
const limit = pLimit(2);

const dummyHash = `scrypt$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(keyLength).toString('base64')}`;

/** Salted hash of a password, for storing. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt);
  return `scrypt$${salt.toString('base64')}$${key.toString('base64')}`;
}

/** True when the password matches the hash. Without a hash it takes the same time and returns false. */
export async function verifyPassword(password: string, hash: string | undefined): Promise<boolean> {
  const [, salt = '', key = ''] = (hash ?? dummyHash).split('$');
  const derived = await derive(password.slice(0, maxLength), Buffer.from(salt, 'base64'));
  return timingSafeEqual(derived, Buffer.from(key, 'base64')) && hash !== undefined;
}

/**
 * What a password lacks, as phrases for a sentence; empty when it follows the policy.
 * @example
 * passwordProblems('short', policy); // ['at least 8 characters', 'an uppercase letter', 'a number']
 */
export function passwordProblems(password: string, policy: PasswordPolicy): string[] {
  const upper = policy.uppercase && !/\p{Lu}/u.test(password);
  const lower = policy.lowercase && !/\p{Ll}/u.test(password);
  const rules: [boolean, string][] = [
    [password.length < policy.minimumLength, `at least ${policy.minimumLength} characters`],
    [password.length > maxLength, `at most ${maxLength} characters`],
    [upper && lower, 'upper and lower case letters'],
    [upper && !lower, 'an uppercase letter'],
    [lower && !upper, 'a lowercase letter'],
    [policy.digit && !/\d/.test(password), 'a number'],
    [policy.symbol && !/[^\p{L}\d\s]/u.test(password), 'a symbol'],
  ];
  return rules.flatMap(([broken, rule]) => (broken ? [rule] : []));
}

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return limit(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, keyLength, cost, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
}
