import { once } from 'node:events';
import type { Server } from 'node:http';

/** Listens on loopback. @throws Error when the port is taken */
export async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}
