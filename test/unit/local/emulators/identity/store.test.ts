import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Accounts, accountSchema, readEmail } from '#local/emulators/identity/accounts.ts';
import { Attempts, attemptSchema } from '#local/emulators/identity/attempts.ts';
import { hashPassword, passwordProblems, verifyPassword } from '#local/emulators/identity/passwords.ts';
import { adapterSchema, sqliteAdapter } from '#local/emulators/identity/sqlite-adapter.ts';
import { Verifications, verificationSchema } from '#local/emulators/identity/verifications.ts';
import { openDatabase } from '#local/emulators/storage/database.ts';

let database: DatabaseSync;

beforeEach(() => {
  database = openDatabase(':memory:', accountSchema + attemptSchema + verificationSchema + adapterSchema);
});
afterEach(() => {
  vi.useRealTimers();
  database.close();
});

const minute = 60_000;

describe('attempts', () => {
  it('are free five times, then the wait doubles each time, up to 15 minutes', () => {
    const attempts = new Attempts(database);

    const waits = Array.from({ length: 20 }, () => {
      attempts.failed('ada', 0);
      return attempts.waitMs('ada', 0);
    });

    expect(waits.slice(0, 8)).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(15 * minute);
    expect(attempts.waitMs('ada', 16 * minute)).toBe(0);
    expect(attempts.waitMs('bob', 0)).toBe(0);
  });

  it('are reset by a success', () => {
    const attempts = new Attempts(database);
    for (let i = 0; i < 9; i += 1) attempts.failed('ada', 0);

    attempts.succeeded('ada');

    expect(attempts.waitMs('ada', 0)).toBe(0);
  });
});

describe('a verification', () => {
  it('is confirmed by its code, once, also with spaces in it', () => {
    const verifications = new Verifications(database);
    const code = verifications.start('i1', 'ada@example.com', 'hash', 0);

    const spaced = ` ${code.slice(0, 3)} ${code.slice(3)} `;

    expect(verifications.confirm('i1', spaced, 0)).toMatchObject({
      email: 'ada@example.com',
      password: 'hash',
    });
    expect(verifications.confirm('i1', code, 0)).toBeUndefined();
  });

  it('belongs to the browser that asked for it', () => {
    const verifications = new Verifications(database);
    const code = verifications.start('i1', 'ada@example.com', 'hash', 0);
    verifications.start('i2', 'ada@example.com', 'hash of an attacker', 0);

    expect(verifications.confirm('i2', code, 0)).toBeUndefined();
    expect(verifications.confirm('i1', code, 0)).toMatchObject({ password: 'hash' });
  });

  it('expires after 15 minutes', () => {
    const verifications = new Verifications(database);
    const code = verifications.start('i1', 'ada@example.com', 'hash', 0);

    expect(verifications.find('i1', 15 * minute)).toBeDefined();
    expect(verifications.confirm('i1', code, 15 * minute + 1)).toBeUndefined();
  });

  it('does not store the code', () => {
    const code = new Verifications(database).start('i1', 'ada@example.com', 'hash', 0);

    expect(JSON.stringify(database.prepare('SELECT * FROM verifications').all())).not.toContain(code);
  });
});

describe('accounts', () => {
  it('keep their user id with a new password, and store only hashes', async () => {
    const accounts = new Accounts(database, 'operators');
    const first = accounts.save('ada@example.com', await hashPassword('First-One-1'));

    const second = accounts.save('ada@example.com', await hashPassword('Second-One-2'));

    expect(second).toEqual(first);
    expect(await accounts.signIn('ada@example.com', 'First-One-1')).toBeUndefined();
    expect(await accounts.signIn('ada@example.com', 'Second-One-2')).toEqual(first);
    expect(JSON.stringify(database.prepare('SELECT * FROM accounts').all())).not.toContain('Second-One-2');
  });

  it('of operators are in their group from the start', async () => {
    const accounts = new Accounts(database, 'operators');
    accounts.makeOperator('ada@example.com');

    const { sub } = accounts.save('ada@example.com', await hashPassword('First-One-1'));

    expect(accounts.find(sub)?.groups).toEqual(['operators']);
    expect(accounts.find('nobody')).toBeUndefined();
  });

  it.each([
    [' Ada@Example.COM ', 'ada@example.com'],
    ['nobody', undefined],
    ['a@b@c.com', undefined],
    [`${'a'.repeat(250)}@example.com`, undefined],
    [undefined, undefined],
  ])('read %j as the email %j', (text, email) => {
    expect(readEmail(text)).toBe(email);
  });
});

describe('passwords', () => {
  it('match their hash only, in any Unicode form', async () => {
    const hash = await hashPassword('Café-Crème-1');

    expect(await verifyPassword('Cafe\u0301-Cre\u0300me-1', hash)).toBe(true);
    expect(await verifyPassword('Cafe-Creme-1', hash)).toBe(false);
    expect(await verifyPassword('Café-Crème-1', undefined)).toBe(false);
  });

  it('have no problems exactly when they follow the policy', () => {
    const policy = { minimumLength: 8, uppercase: true, lowercase: true, digit: true, symbol: false };
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), (password) => {
        const good =
          password.length >= 8 && /[A-Z]/.test(password) && /[a-z]/.test(password) && /\d/.test(password);
        expect(passwordProblems(password, policy).length === 0).toBe(good);
      }),
    );
  });
});

describe("the issuer's stored data", () => {
  it('is found until it expires', async () => {
    vi.useFakeTimers({ now: 0 });
    const sessions = sqliteAdapter(database)('Session');
    await sessions.upsert('s1', { uid: 'u1', accountId: 'ada' }, 60);

    expect(await sessions.find('s1')).toMatchObject({ accountId: 'ada' });
    expect(await sessions.findByUid('u1')).toMatchObject({ accountId: 'ada' });
    vi.setSystemTime(60_001);
    expect(await sessions.find('s1')).toBeUndefined();
  });

  it('is consumed, destroyed, and revoked with its grant', async () => {
    const factory = sqliteAdapter(database);
    const [codes, tokens] = [factory('AuthorizationCode'), factory('RefreshToken')];
    await codes.upsert('c1', { grantId: 'g1' }, 60);
    await tokens.upsert('t1', { grantId: 'g1' }, 60);
    await tokens.upsert('t2', { grantId: 'g2' }, 60);

    await codes.consume('c1');
    expect(await codes.find('c1')).toMatchObject({ consumed: expect.any(Number) });
    await tokens.revokeByGrantId('g1');
    expect([await codes.find('c1'), await tokens.find('t1')]).toEqual([undefined, undefined]);
    expect(await tokens.find('t2')).toBeDefined();
    await tokens.destroy('t2');
    expect(await tokens.find('t2')).toBeUndefined();
  });

  it('keeps kinds apart', async () => {
    const factory = sqliteAdapter(database);
    await factory('AccessToken').upsert('x', { accountId: 'ada' }, 60);

    expect(await factory('RefreshToken').find('x')).toBeUndefined();
  });
});
