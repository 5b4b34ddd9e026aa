import type { IncomingMessage, ServerResponse } from 'node:http';
import { errors, type default as Provider } from 'oidc-provider';
import type { PasswordPolicy } from '../../assembly/identity.ts';
import type { Answer } from '../http.ts';
import { type Accounts, readEmail } from './accounts.ts';
import type { Attempts } from './attempts.ts';
import { accountExistsMail, codeMail, type SendMail } from './mails.ts';
import { confirmPage, forgotPage, messagePage, signInPage, signUpPage } from './pages.ts';
import { hashPassword, passwordFaults } from './passwords.ts';
import type { Verifications } from './verifications.ts';

export interface InteractionOptions {
  readonly provider: Provider;
  readonly accounts: Accounts;
  readonly attempts: Attempts;
  readonly verifications: Verifications;
  readonly passwords: PasswordPolicy;
  readonly selfSignUp: boolean;
  readonly sendMail: SendMail;
}

/** One request of a person who is signing in. */
interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly uid: string;
  readonly base: string;
  /** What was typed in; undefined when a page was only opened. */
  readonly form: URLSearchParams | undefined;
}

/** HTML to show, or undefined when the answer (a redirect back to the issuer) has been sent. */
type Outcome = Promise<Answer | undefined>;

/**
 * The pages between the issuer's question "who is this?" and its answer. They belong to the browser that has
 * the interaction's cookie (httpOnly, same-site), which keeps forms of other sites out.
 */
export class Interactions {
  readonly #options: InteractionOptions;
  readonly #hint: string;

  constructor(options: InteractionOptions) {
    this.#options = options;
    this.#hint = `With ${passwordFaults('', options.passwords).join(', ')}.`;
  }

  /** Answers below `/interaction/{uid}`; undefined when there is no such page or the answer is sent. */
  async visit(step: string, visit: Visit): Outcome {
    const details = await this.#options.provider.interactionDetails(visit.request, visit.response);
    if (details.uid !== visit.uid) throw new errors.SessionNotFound('the cookie is of another interaction');
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
    if (email === undefined) return show('Enter your mail address.');
    const wait = attempts.waitMs(email, Date.now());
    if (wait > 0) return show(`Too many tries: wait ${Math.ceil(wait / 1_000)} seconds and try again.`);
    // Counted before the check, so that guesses side by side do not slip through.
    attempts.failed(email, Date.now());
    const account = await accounts.signIn(email, visit.form.get('password') ?? '');
    if (account === undefined) return show('Address or password is wrong.');
    attempts.succeeded(email);
    return this.#finish(visit, account.sub);
  }

  /** Sign-up, and a new password: in both an address is claimed first and proven by the code in its mail. */
  async #register(visit: Visit, page: typeof signUpPage, existing: boolean): Outcome {
    const { accounts, passwords, verifications, sendMail } = this.#options;
    const typed = visit.form?.get('email') ?? undefined;
    const show = (fault?: string) => html(page({ base: visit.base, email: typed, fault }, this.#hint), fault);
    if (visit.form === undefined) return show();
    const email = readEmail(typed);
    if (email === undefined) return show('That is not a mail address.');
    const password = visit.form.get('password') ?? '';
    const faults = passwordFaults(password, passwords);
    if (faults.length > 0) return show(`The password needs ${faults.join(', ')}.`);
    if (this.#mayMail(email) > 0)
      return show('We have just sent mails to this address: wait a minute and try again.');
    const known = accounts.findByEmail(email) !== undefined;
    const hash = await hashPassword(password);
    const code = verifications.begin(visit.uid, email, known === existing ? hash : unprovable, Date.now());
    // Who has an account is told to the owner of the address only; the page is the same for everybody.
    if (known === existing) await sendMail(codeMail(email, code));
    else if (known) await sendMail(accountExistsMail(email));
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
    if (proven === undefined || proven.password === unprovable)
      return show('That is not the code in the mail.');
    const account = accounts.save(proven.email, proven.password);
    attempts.succeeded(proven.email);
    attempts.succeeded(mailSubject(proven.email));
    return this.#finish(visit, account.sub);
  }

  /** The one client is our own, so that there is nothing to ask the user. */
  async #consent({ request, response }: Visit): Outcome {
    const { provider } = this.#options;
    const { params, session, grantId } = await provider.interactionDetails(request, response);
    const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
    const clientId = String(params.client_id);
    const accountId = session?.accountId;
    if (accountId === undefined)
      return html(messagePage('That did not work', 'Start the sign-in again.'), 'no session');
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

  /** Milliseconds until another mail may go to an address: five are free, then ever fewer. */
  #mayMail(email: string): number {
    const wait = this.#options.attempts.waitMs(mailSubject(email), Date.now());
    if (wait === 0) this.#options.attempts.failed(mailSubject(email), Date.now());
    return wait;
  }
}

/** In the place of a password hash: even the right code proves nothing. */
const unprovable = '';

const missing = Promise.resolve(undefined);

const mailSubject = (email: string) => `mail:${email}`;

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
