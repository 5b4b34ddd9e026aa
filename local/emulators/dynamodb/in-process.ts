import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../http/server.ts';

/**
 * dynalite requires the form of a signature but does not verify it. Our own server has already verified the
 * real one.
 */
const formality = {
  authorization: 'AWS4-HMAC-SHA256 Credential=x, SignedHeaders=x, Signature=x',
  'x-amz-date': 'x',
  'content-type': 'application/x-amz-json-1.0',
};

/**
 * Passes a request to dynalite without a socket: a second port would be open to every program on this
 * computer.
 * @param target `DynamoDB_20120810.GetItem`
 */
export function callInProcess(dynalite: Server, target: string, body: Buffer): Promise<Answer> {
  const headers = { ...formality, 'x-amz-target': target };
  const request = Object.assign(Readable.from([body]), { method: 'POST', url: '/', headers });
  return new Promise((resolve) => {
    dynalite.emit('request', request, new RecordedResponse(resolve));
  });
}

/** Performs an operation with an input object. @param operation `GetItem` */
export function callOperation(dynalite: Server, operation: string, input: object): Promise<Answer> {
  const body = Buffer.from(JSON.stringify(input));
  return callInProcess(dynalite, `DynamoDB_20120810.${operation}`, body);
}

/** The part of a ServerResponse that dynalite uses. */
class RecordedResponse {
  statusCode = 200;
  contentType = '';
  readonly #headers: Record<string, string> = {};
  readonly #done: (answer: Answer) => void;

  constructor(done: (answer: Answer) => void) {
    this.#done = done;
  }

  setHeader(name: string, value: unknown): void {
    this.#headers[name.toLowerCase()] = String(value);
  }

  end(body = ''): void {
    this.#done({ status: this.statusCode, headers: this.#headers, body });
  }
}
