import { createServer } from 'node:http';
import { createInterface } from 'node:readline/promises';
import { listen } from '#test/support/listen.ts';

export interface Operator extends AsyncDisposable {
  /** Loopback URL to post questions to. */
  readonly url: string;
}

/** Asks questions of the tests, which run in processes without a terminal, on this terminal. */
export async function openOperator(
  input: NodeJS.ReadableStream = process.stdin,
  output: NodeJS.WritableStream = process.stdout,
): Promise<Operator> {
  const terminal = createInterface({ input, output });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const answer = await terminal.question(`\n${Buffer.concat(chunks).toString('utf8')}\n> `);
    response.end(answer.trim());
  });
  const url = await listen(server);
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      terminal.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
