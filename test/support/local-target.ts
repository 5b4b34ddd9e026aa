import { Executions } from './executions.ts';
import { inboxClientOver, type SessionTarget } from './session-target.ts';
import { eventually, startTestEnvironment } from './test-environment.ts';

/** A local environment as a target. */
export async function localTarget(): Promise<SessionTarget> {
  const here = await startTestEnvironment();
  const textsTo = async (address: string) => (await here.emailsTo(address)).map(({ text }) => text);
  return {
    newUser: () => here.newUser(),
    admin: 'info@2112-lab.com',
    mails: inboxClientOver(textsTo, eventually),
    runs: new Executions(here.environment),
    open: (link) => fetch(link),
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  };
}
