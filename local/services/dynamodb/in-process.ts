import type { Server } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../http.ts';

/** dynalite asks for the form of a signature, but does not verify it: our own server has done that. */
const formality = {
  authorization: 'AWS4-HMAC-SHA256 Credential=x, SignedHeaders=x, Signature=x',
  'x-amz-date': 'x',
  'content-type': 'application/x-amz-json-1.0',
};

/**
 * Hands a request to dynalite without a socket: a second port would be open to everyone on the machine.
 * @param target `DynamoDB_20120810.GetItem`
 */
export function callInProcess(dynalite: Server, target: string, body: Buffer): Promise<Answer> {
  const headers = { ...formality, 'x-amz-target': target };
  const request = Object.assign(Readable.from([body]), { method: 'POST', url: '/', headers });
  return new Promise((resolve) => {
    dynalite.emit('request', request, new RecordedResponse(resolve));
  });
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
