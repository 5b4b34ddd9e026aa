import { describe, expect, it } from 'vitest';
import { inboxClientOver, isAbout } from '#test/support/session-target.ts';

const mails: Readonly<Record<string, readonly string[]>> = {
  'one@example.com': ['Ready\n\nSession: s-1\nPoints: 3\n', 'Ready\n\nSession: s-10\n'],
  'two@example.com': ['Session: s-1', 'Session: s-1'],
};
const once = async (ask: () => Promise<string | undefined>, what: string) => {
  const found = await ask();
  if (found === undefined) throw new Error(`${what} did not come`);
  return found;
};
const inbox = inboxClientOver(async (address) => mails[address] ?? [], once);

describe('inboxClientOver', () => {
  it('finds the email about a session, not one about a longer id', async () => {
    expect(await inbox.one('one@example.com', 's-1')).toContain('Points: 3');
  });

  it('rejects two emails about one session', async () => {
    await expect(inbox.one('two@example.com', 's-1')).rejects.toThrow('2 emails about session s-1');
  });

  it('rejects a missing email and an unexpected one', async () => {
    await expect(inbox.one('nobody@example.com', 's-1')).rejects.toThrow('did not come');
    await expect(inbox.none('one@example.com', 's-10')).rejects.toThrow('1 emails about session s-10');
    await expect(inbox.none('one@example.com', 's-2')).resolves.toBeUndefined();
  });

  it('reads emails with CRLF line endings', () => {
    expect(isAbout('Hello\r\nSession: s-1\r\n', 's-1')).toBe(true);
  });
});
