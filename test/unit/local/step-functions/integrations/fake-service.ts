import { createServer, type IncomingMessage } from 'node:http';
import { closeServer, portOf } from '#local/emulators/http/server.ts';

/** The response to every request. */
export interface FakeAnswer {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body: string;
}

export interface FakeService {
  readonly url: string;
  /** Bodies of the requests so far. */
  readonly requests: { path: string; body: string }[];
  answer: FakeAnswer;
  close(): Promise<void>;
}

/** A fake AWS service over HTTP. */
export async function startFakeService(answer: FakeAnswer): Promise<FakeService> {
  const requests: FakeService['requests'] = [];
  const server = createServer(async (request, response) => {
    requests.push({ path: request.url ?? '', body: await bodyOf(request) });
    response.writeHead(fake.answer.status, { 'x-amzn-requestid': 'request-1', ...fake.answer.headers });
    response.end(fake.answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const fake: FakeService = {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    answer,
    close: () => closeServer(server),
  };
  return fake;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}
