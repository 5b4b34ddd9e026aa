import { escapeXml } from '../http/xml.ts';

interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: 'email' | 'password' | 'text';
  readonly autocomplete: string;
  readonly value?: string;
  readonly hint?: string;
}

interface FormPage {
  readonly title: string;
  readonly intro?: string;
  readonly action: string;
  readonly fields: readonly Field[];
  readonly button: string;
  /** Why the last attempt was refused. */
  readonly fault?: string | undefined;
  readonly links: readonly (readonly [string, string])[];
}

/** What the pages of one sign-in have in common. */
export interface PageState {
  /** `/interaction/{uid}` */
  readonly base: string;
  readonly email?: string | undefined;
  readonly fault?: string | undefined;
}

const emailField = (value = ''): Field => ({
  name: 'email',
  label: 'Email',
  type: 'email',
  autocomplete: 'username',
  value,
});

const newPassword = (hint: string): Field => ({
  name: 'password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
  hint,
});

export function signInPage({ base, email, fault }: PageState, selfSignUp: boolean): string {
  return formPage({
    title: 'Sign in',
    action: base,
    fields: [
      emailField(email),
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    button: 'Sign in',
    fault,
    links: [
      ...(selfSignUp ? [['Create an account', `${base}/sign-up`] as const] : []),
      ['Forgot your password?', `${base}/forgot`],
    ],
  });
}

export function signUpPage({ base, email, fault }: PageState, hint: string): string {
  return formPage({
    title: 'Create an account',
    intro: "We'll email you a code to verify your address.",
    action: `${base}/sign-up`,
    fields: [emailField(email), newPassword(hint)],
    button: 'Send code',
    fault,
    links: [['Already have an account? Sign in', base]],
  });
}

export function forgotPage({ base, email, fault }: PageState, hint: string): string {
  return formPage({
    title: 'Reset your password',
    intro: "We'll email you a code to confirm the change.",
    action: `${base}/forgot`,
    fields: [emailField(email), newPassword(hint)],
    button: 'Send code',
    fault,
    links: [['Back to sign-in', base]],
  });
}

export function confirmPage({ base, email = '', fault }: PageState): string {
  return formPage({
    title: 'Check your email',
    intro: `We sent a code to ${email}. It expires in 15 minutes. Open the local inbox to read it. The link is in the terminal.`,
    action: `${base}/confirm`,
    fields: [{ name: 'code', label: '6-digit code', type: 'text', autocomplete: 'one-time-code' }],
    button: 'Continue',
    fault,
    links: [['No email? Start again', `${base}/sign-up`]],
  });
}

export function messagePage(title: string, text: string): string {
  return layout(title, `<p>${escapeXml(text)}</p>`);
}

/** @param form the issuer's own hidden form, with id `op.logoutForm` */
export function signOutPage(form: string): string {
  return layout(
    'Sign out?',
    `${form}
    <button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out</button>
    <button type="submit" form="op.logoutForm" class="second">Stay signed in</button>`,
  );
}

function formPage(page: FormPage): string {
  const fault = page.fault ? `<p class="fault" role="alert">${escapeXml(page.fault)}</p>` : '';
  const intro = page.intro ? `<p>${escapeXml(page.intro)}</p>` : '';
  const links = page.links.map(([text, href]) => `<a href="${escapeXml(href)}">${escapeXml(text)}</a>`);
  return layout(
    page.title,
    `${intro}${fault}
    <form method="post" action="${escapeXml(page.action)}">
      ${page.fields.map(fieldHtml).join('\n')}
      <button type="submit">${escapeXml(page.button)}</button>
    </form>
    <nav>${links.join('')}</nav>`,
  );
}

function fieldHtml({ name, label, type, autocomplete, value = '', hint }: Field): string {
  const described = hint === undefined ? '' : ` aria-describedby="${name}-hint"`;
  const note = hint === undefined ? '' : `<small id="${name}-hint">${escapeXml(hint)}</small>`;
  return `<label for="${name}">${escapeXml(label)}</label>
      <input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" value="${escapeXml(value)}" required${described}>${note}`;
}

function layout(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeXml(title)} · Gen3D</title>
  <link rel="stylesheet" href="/assets/sign-in.css">
</head>
<body>
  <main>
    <p class="brand">Gen3D</p>
    <h1>${escapeXml(title)}</h1>
    ${body}
  </main>
</body>
</html>
`;
}
