import { expect, test } from 'vitest';
import { awaitMail, codeIn, downloadLinkIn, type ReceivedMail } from '#local/demo/mailbox.ts';
import { codeMail } from '#local/services/identity/mails.ts';

const mailWith = (text: string): ReceivedMail => ({ to: 'ada@example.com', subject: 'Hello', text });

test("The code is read from the issuer's mail", () => {
  expect(codeIn(codeMail('ada@example.com', '012345'))).toBe('012345');
  expect(codeIn(mailWith('Your session 123456 is done.'))).toBeUndefined();
});

test('The download link is read from the mail, and no other link', () => {
  const text =
    'Look at https://gen3d.example.com/.\n\nDownload:\nhttp://127.0.0.1:1/prod/download/a.b-c_d\nBye';

  expect(downloadLinkIn(mailWith(text))).toBe('http://127.0.0.1:1/prod/download/a.b-c_d');
  expect(downloadLinkIn(mailWith('https://gen3d.example.com'))).toBeUndefined();
});

test('A mail is waited for, and the latest that fits is taken', async () => {
  const arriving = [[], [mailWith('one')], [mailWith('one'), mailWith('two'), mailWith('three')]];
  const mailbox = { mailsTo: async () => arriving.shift() ?? [] };

  const mail = await awaitMail(mailbox, 'ada@example.com', ({ text }) => text.startsWith('t'));

  expect(mail.text).toBe('three');
});

test('Waiting for a mail stops with its signal', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));

  const waiting = awaitMail({ mailsTo: async () => [] }, 'ada@example.com', () => true, stop.signal);

  await expect(waiting).rejects.toThrow('enough');
});
