import { Runs } from './history.ts';
import { eventually, startTestHome } from './home.ts';
import { mailboxOver, type Place } from './place.ts';

/** The one-machine home as a place. */
export async function homePlace(): Promise<Place> {
  const here = await startTestHome();
  const textsTo = async (address: string) => (await here.mailsTo(address)).map(({ text }) => text);
  return {
    newUser: () => here.newUser(),
    admin: 'info@2112-lab.com',
    mails: mailboxOver(textsTo, eventually),
    runs: new Runs(here.home),
    open: (link) => fetch(link),
    [Symbol.asyncDispose]: () => here[Symbol.asyncDispose](),
  };
}
