import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on loopback. @returns the port @throws Error when it is taken, or the server does not listen on a port */
export async function listenOn(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port.');
  return address.port;
}
