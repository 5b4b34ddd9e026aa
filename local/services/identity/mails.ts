import { escapeXml } from '../xml.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export type SendMail = (mail: Mail) => Promise<void>;

/** Carries the code that proves that an address is read by the one who claims it. */
export function codeMail(to: string, code: string): Mail {
  return mail(to, 'Your Gen3D code', [
    `Your code is ${code}.`,
    'Enter it on the page that asked for it. It is good for 15 minutes.',
    'If you did not ask for it, do nothing: nobody can go on without the code.',
  ]);
}

/** Somebody signed up with an address that has an account: only its owner gets to know. */
export function accountExistsMail(to: string): Mail {
  return mail(to, 'You have a Gen3D account', [
    'Somebody, probably you, wanted to create an account with this address. It has one already.',
    'Sign in with it; if you do not know the password any more, choose "Forgot your password?" on the sign-in page.',
    'If it was not you, do nothing: nothing has changed.',
  ]);
}

function mail(to: string, subject: string, lines: readonly string[]): Mail {
  const html = lines.map((line) => `<p>${escapeXml(line)}</p>`).join('\n');
  return { to, subject, text: `${lines.join('\n\n')}\n`, html: `<!doctype html>\n${html}\n` };
}
