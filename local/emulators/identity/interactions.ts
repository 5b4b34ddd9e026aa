import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type default as Provider } from 'oidc-provider';
import type { PasswordPolicy } from '../../environment/assembly/identity.ts';
import type { Answer } from '../http/server.ts';
import { type Accounts, readEmail } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import { accountExistsEmail, type SendEmail, verificationEmail } from './emails.ts';
import { confirmPage, forgotPage, messagePage, signInPage, signUpPage } from './pages.ts';
import { hashPassword, passwordProblems } from './passwords.ts';
import type { Verifications } from './verifications.ts';

export interface InteractionOptions {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly attempts: Attempts;
  readonly verifications: Verifications;
  readonly passwords: PasswordPolicy;
  readonly selfSignUp: boolean;
  readonly sendEmail: SendEmail;
}

/** One request of a user who is signing in. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly uid: string;
  readonly base: string;
  /** The submitted form; undefined when the page was only opened. */
  readonly form: URLSearchParams | undefined;
}

/** HTML to show, or undefined after the response (a redirect to the issuer) has been sent. */
type Outcome = Promise<Answer | undefined>;

/**
 * The pages of sign-in and sign-up. Each interaction belongs to the browser with its cookie (httpOnly,
 * same-site), so other sites cannot submit its forms.
 */
export class Interactions {
  readonly #options: InteractionOptions;
  readonly #hint: string;

  constructor(options: InteractionOptions) {
    this.#options = options;
    const [length = '', ...rest] = passwordProblems('', options.passwords);
    this.#hint = `${length.replace('at', 'At')}${rest.length > 0 ? `, with ${list.format(rest)}` : ''}.`;
  }

  /**
   * Handles a request below `/interaction/{uid}`; undefined when there is no such page or the response is
   * sent.
   */
  async visit(step: string, visit: Visit): Outcome {
    const details = await this.#options.provider.interactionDetails(visit.request, visit.response);
    if (details.uid !== visit.uid)
      throw new errors.SessionNotFound('The cookie belongs to another interaction.');
    if (details.prompt.name === 'consent') return this.#consent(visit);
    switch (step) {
      case '':
        return this.#signIn(visit);
      case 'sign-up':
        return this.#options.selfSignUp ? this.#register(visit, signUpPage, false) : missing;
      case 'forgot':
        return this.#register(visit, forgotPage, true);
      case 'confirm':
        return this.#confirm(visit);
    }
    return missing;
  }

  async #signIn(visit: Visit): Outcome {
    const { accounts, attempts, selfSignUp } = this.#options;
    const typed = visit.form?.get('email') ?? undefined;
    const show = (fault?: string) =>
      html(signInPage({ base: visit.base, email: typed, fault }, selfSignUp), fault);
    if (visit.form === undefined) return show();
    const email = readEmail(typed);
    if (email === undefined) return show('Enter a valid email address.');
    const wait = attempts.waitMs(email, Date.now());
    if (wait > 0) return show(`Too many attempts. Try again in ${secondsText(wait)}.`);
    // Counted before the check, so that parallel guesses count too.
    attempts.failed(email, Date.now());
    const account = await accounts.signIn(email, visit.form.get('password') ?? '');
    if (account === undefined) return show('Incorrect email or password.');
    attempts.succeeded(email);
    return this.#finish(visit, account.sub);
  }

  /** Sign-up and password reset. In both, the code in the email confirms the address and the new password. */
  async #register(visit: Visit, page: typeof signUpPage, existing: boolean): Outcome {
    const { accounts, passwords, verifications, sendEmail } = this.#options;
    const typed = visit.form?.get('email') ?? undefined;
    const show = (fault?: string) => html(page({ base: visit.base, email: typed, fault }, this.#hint), fault);
    if (visit.form === undefined) return show();
    const email = readEmail(typed);
    if (email === undefined) return show('Enter a valid email address.');
    const password = visit.form.get('password') ?? '';
    const faults = passwordProblems(password, passwords);
    if (faults.length > 0) return show(`Password must have ${list.format(faults)}.`);
    if (this.#emailWaitMs(email) > 0) return show("We've already emailed you. Wait a minute and try again.");
    const known = accounts.findByEmail(email) !== undefined;
    const hash = await hashPassword(password);
    const code = verifications.start(visit.uid, email, known === existing ? hash : unconfirmable, Date.now());
    // Only the email reveals whether an account exists: the page is the same for everybody.
    if (known === existing) await sendEmail(verificationEmail(email, code));
    else if (known) await sendEmail(accountExistsEmail(email));
    return redirect(`${visit.base}/confirm`);
  }

  async #confirm(visit: Visit): Outcome {
    const { accounts, attempts, verifications } = this.#options;
    const waiting = verifications.find(visit.uid, Date.now());
    if (waiting === undefined) return redirect(`${visit.base}/sign-up`);
    const show = (fault?: string) =>
      html(confirmPage({ base: visit.base, email: waiting.email, fault }), fault);
    if (visit.form === undefined) return show();
    const proven = verifications.confirm(visit.uid, visit.form.get('code') ?? '', Date.now());
    if (proven === undefined || proven.password === unconfirmable)
      return show('Incorrect code. Check the email and try again.');
    const account = accounts.save(proven.email, proven.password);
    attempts.succeeded(proven.email);
    attempts.succeeded(emailSubject(proven.email));
    return this.#finish(visit, account.sub);
  }

  /** The only client is our own, so the user is not asked for consent. */
  async #consent({ request, response }: Visit): Outcome {
    const { provider } = this.#options;
    const { params, session, grantId } = await provider.interactionDetails(request, response);
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const clientId = String(params.client_id);
    const accountId = session?.accountId;
    if (accountId === undefined) return html(messagePage('Sign-in failed', 'Start again.'), 'no session');
    const grant = known ?? new provider.Grant({ accountId, clientId });
    grant.addOIDCScope(String(params.scope ?? 'openid'));
    const result = { consent: { grantId: await grant.save() } };
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    return undefined;
  }

  async #finish({ request, response }: Visit, accountId: string): Outcome {
    const login = { accountId, amr: ['pwd'] };
    await this.#options.provider.interactionFinished(
      request,
      response,
      { login },
      { mergeWithLastSubmission: false },
    );
    return undefined;
  }

  /**
   * Milliseconds until another email may go to an address: five are free, then the wait doubles each time.
   */
  #emailWaitMs(email: string): number {
    const wait = this.#options.attempts.waitMs(emailSubject(email), Date.now());
    if (wait === 0) this.#options.attempts.failed(emailSubject(email), Date.now());
    return wait;
  }
}

const list = new Intl.ListFormat('en-GB');

function secondsText(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  return seconds === 1 ? '1 second' : `${seconds} seconds`;
}

/** Replaces the password hash where no code may confirm it. */
const unconfirmable = '';

const missing = Promise.resolve(undefined);

const emailSubject = (email: string) => `mail:${email}`;

function html(body: string, fault?: string): Answer {
  return {
    status: fault === undefined ? 200 : 400,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body,
  };
}

function redirect(location: string): Answer {
  return { status: 303, headers: { location } };
}
