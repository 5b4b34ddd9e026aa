import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { listen } from '#test/e2e/listen.ts';

/** `take` all; `refuse` every recipient; `hang` in the middle of a mail; be `down`: the connection breaks at once. */
export type MailServerMood = 'take' | 'refuse' | 'hang' | 'down';

export interface MailServer extends AsyncDisposable {
  readonly url: string;
  mood: MailServerMood;
  /** Mails as they came over the wire. */
  readonly mails: string[];
}

/** A mail server whose mood a test sets. Source: RFC 5321. */
export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    if (mailServer.mood === 'down') return socket.destroy();
    converse(socket, mailServer);
  });
  const { host } = new URL(await listen(server));
  const mailServer: MailServer = {
    url: `smtp://${host}`,
    mood: 'take',
    mails: [],
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
  return mailServer;
}

function converse(socket: Socket, at: MailServer): void {
  let data: string[] | undefined;
  const say = (line: string) => socket.write(`${line}\r\n`);
  const command = (line: string) => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'QUIT') return socket.end('221 bye\r\n');
    if (verb === 'RCPT' && at.mood === 'refuse') return say('550 no such user');
    if (verb !== 'DATA') return say('250 ok');
    if (at.mood === 'hang') return false;
    data = [];
    return say('354 go on');
  };
  say('220 test');
  createInterface(socket).on('line', (line) => {
    if (data === undefined) return void command(line);
    if (line !== '.') return void data.push(line);
    at.mails.push(data.join('\n'));
    data = undefined;
    say('250 kept');
  });
}
