import { escapeXml } from '../http/xml.ts';

export interface Email {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
export type SendEmail = (email: Email) => Promise<void>;

/** The email with the code that verifies an address. */
export function verificationEmail(to: string, code: string): Email {
  return email(to, `Your Gen3D verification code: ${code}`, [
    `Your code is ${code}.`,
    'It expires in 15 minutes.',
    "If you didn't request this, ignore this email.",
  ]);
}

/** Only the owner of the address learns that it already has an account. */
export function accountExistsEmail(to: string): Email {
  return email(to, 'You already have a Gen3D account', [
    'Someone tried to sign up with this address, but you already have an account.',
    'Sign in to use it. If you forgot your password, choose "Forgot your password?" on the sign-in page.',
    "If this wasn't you, ignore this email. Nothing has changed.",
  ]);
}

function email(to: string, subject: string, lines: readonly string[]): Email {
  const html = lines.map((line) => `<p>${escapeXml(line)}</p>`).join('\n');
  return { to, subject, text: `${lines.join('\n\n')}\n`, html: `<!doctype html>\n${html}\n` };
}
