import { Agent, request } from 'node:http';
import { signedHeaders } from './signing.ts';

export const region = 'us-east-1';
export const accountId = '000000000000';
export const credentials = { accessKeyId: 'bench-access-key-id', secretAccessKey: 'bench' };

/** A signed request, ready to be sent: signing is not what is measured. */
export interface Prepared {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Sends JSON 1.0 requests over kept connections, with as little work of its own as possible. */
export class Wire {
  readonly #url: URL;
  readonly #agent: Agent;

  /** @param connections requests that are out at a time */
  constructor(url: string, connections: number) {
    this.#url = new URL(url);
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  prepare(operation: string, input: object): Prepared {
    const body = JSON.stringify(input);
    return { headers: signedHeaders(this.#url.host, operation, body, region, credentials), body };
  }

  async call(operation: string, input: object): Promise<unknown> {
    return JSON.parse(await this.send(this.prepare(operation, input)));
  }

  /** Answers the body; rejects for any status but 200. */
  send({ headers, body }: Prepared): Promise<string> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#url;
      const sent = request({ hostname, port, method: 'POST', agent: this.#agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`HTTP ${response.statusCode}: ${text}`));
        });
        response.on('error', reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Runs `job` for every item, so many at a time. */
export async function eachOf<T>(
  items: Iterable<T>,
  atATime: number,
  job: (item: T) => Promise<unknown>,
): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = left.next(); next.done !== true; next = left.next()) await job(next.value);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
