import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

/** A mail server that accepts everything, or refuses every recipient. */
export async function startSmtp({ refuses = false } = {}) {
  const messages: { recipients: string[]; text: string }[] = [];
  const server = createServer((socket) => converse(socket, refuses, messages));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen.');
  return { url: `smtp://127.0.0.1:${address.port}`, messages, close: () => server.close() };
}

function converse(socket: Socket, refuses: boolean, messages: { recipients: string[]; text: string }[]) {
  let recipients: string[] = [];
  let data: string[] | undefined;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say('220 test');
  socket.on('error', () => {});
  createInterface(socket).on('line', (line) => {
    if (data !== undefined) {
      if (line !== '.') return data.push(line);
      messages.push({ recipients, text: data.join('\n') });
      [data, recipients] = [undefined, []];
      return say('250 stored');
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'RCPT' && refuses) return say('550 no such user');
    if (verb === 'RCPT') recipients.push(line);
    if (verb === 'DATA') data = [];
    if (verb === 'QUIT') return socket.end('221 bye\r\n');
    return say(verb === 'DATA' ? '354 continue' : '250 ok');
  });
}
