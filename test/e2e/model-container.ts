import { createServer, type Server } from 'node:http';
import { listen } from '../support/listen.ts';

/** How the fake container responds to one job. */
export type Behaviour =
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  /** Closes the connection during the job. */
  | { readonly kind: 'die' };

export interface ModelContainer extends AsyncDisposable {
  readonly url: string;
  /** Tasks of the jobs so far, in order. */
  readonly tasks: readonly string[];
}

/** A fake model container with given responses. `/ping` always succeeds. */
export async function startModelContainer(behave: (task: string) => Behaviour): Promise<ModelContainer> {
  const tasks: string[] = [];
  const server: Server = createServer(async (request, response) => {
    if (request.url === '/ping') return void response.end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const job: { task: string } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    tasks.push(job.task);
    const behaviour = behave(job.task);
    if (behaviour.kind === 'die') return void request.socket.destroy();
    response.writeHead(behaviour.status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(behaviour.body));
  });
  const url = await listen(server);
  return {
    url,
    tasks,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A handled error of the contract. Its HTTP status is 200, so that its code reaches the output object. */
export function handledError(code: string): Behaviour {
  return { kind: 'answer', status: 200, body: { status: 'error', error: { code, message: 'As told.' } } };
}
