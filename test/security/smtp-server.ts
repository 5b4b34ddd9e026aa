import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { listen } from '#test/support/listen.ts';

/** `take` every email, `refuse` every recipient, `hang` during an email, or be `down` and break the connection. */
export type SmtpBehavior = 'take' | 'refuse' | 'hang' | 'down';

export interface MailServer extends AsyncDisposable {
  readonly url: string;
  behavior: SmtpBehavior;
  /** Emails as received. */
  readonly emails: string[];
}

/** An SMTP server whose behavior a test sets. Source: RFC 5321. */
export async function startMailServer(): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
    if (mailServer.behavior === 'down') return socket.destroy();
    converse(socket, mailServer);
  });
  const { host } = new URL(await listen(server));
  const mailServer: MailServer = {
    url: `smtp://${host}`,
    behavior: 'take',
    emails: [],
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
    if (verb === 'RCPT' && at.behavior === 'refuse') return say('550 no such user');
    if (verb !== 'DATA') return say('250 ok');
    if (at.behavior === 'hang') return false;
    data = [];
    return say('354 go on');
  };
  say('220 test');
  createInterface(socket).on('line', (line) => {
    if (data === undefined) return void command(line);
    if (line !== '.') return void data.push(line);
    at.emails.push(data.join('\n'));
    data = undefined;
    say('250 kept');
  });
}
