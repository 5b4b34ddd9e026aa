import { describe, expect, it } from 'vitest';
import { isAbout, mailboxOver } from '#test/e2e/place.ts';

const mails: Readonly<Record<string, readonly string[]>> = {
  'one@example.com': ['Ready\n\nSession: s-1\nPoints: 3\n', 'Ready\n\nSession: s-10\n'],
  'two@example.com': ['Session: s-1', 'Session: s-1'],
};
const once = async (ask: () => Promise<string | undefined>, what: string) => {
  const found = await ask();
  if (found === undefined) throw new Error(`${what} did not come`);
  return found;
};
const mailbox = mailboxOver(async (address) => mails[address] ?? [], once);

describe('the mailbox of the end-to-end tests', () => {
  it('finds the mail about a session, and not one about a longer id', async () => {
    expect(await mailbox.one('one@example.com', 's-1')).toContain('Points: 3');
  });

  it('refuses two mails about one session', async () => {
    await expect(mailbox.one('two@example.com', 's-1')).rejects.toThrow('2 mails about session s-1');
  });

  it('refuses none where there must be one, and one where there must be none', async () => {
    await expect(mailbox.one('nobody@example.com', 's-1')).rejects.toThrow('did not come');
    await expect(mailbox.none('one@example.com', 's-10')).rejects.toThrow('1 mails about session s-10');
    await expect(mailbox.none('one@example.com', 's-2')).resolves.toBeUndefined();
  });

  it('reads mails with the line ends that they travel with', () => {
    expect(isAbout('Hello\r\nSession: s-1\r\n', 's-1')).toBe(true);
  });
});
