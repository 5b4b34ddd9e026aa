import { Agent, request } from 'node:http';
import { signedHeaders } from './signing.ts';

export const region = 'us-east-1';
export const accountId = '000000000000';
export const credentials = { accessKeyId: 'bench-access-key-id', secretAccessKey: 'bench' };

/** A signed request. Signing is not part of the measurement. */
export interface Prepared {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Sends JSON 1.0 requests over persistent connections with little overhead. */
export class Wire {
  readonly #url: URL;
  readonly #agent: Agent;

  /** @param connections concurrent requests */
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

  /** @returns the body; rejects when the status is not 200 */
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

/** Runs `job` for every item, `atATime` at once. */
export async function forEachConcurrently<T>(
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
