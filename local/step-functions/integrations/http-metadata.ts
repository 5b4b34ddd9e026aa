import { AsyncLocalStorage } from 'node:async_hooks';
import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Headers of the last response in a call. */
interface Recorded {
  headers: Readonly<Record<string, string>>;
}

const current = new AsyncLocalStorage<Recorded>();

/** The SDK's handler, which also records response headers that some integrations add to their result. */
export class RecordingHandler extends NodeHttpHandler {
  override async handle(
    ...args: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    const answer = await super.handle(...args);
    const recorded = current.getStore();
    if (recorded !== undefined) recorded.headers = answer.response.headers;
    return answer;
  }
}

/** Runs a call and returns its output and its response headers. */
export async function withHeaders<T>(
  call: () => Promise<T>,
): Promise<{ output: T; headers: Readonly<Record<string, string>> }> {
  const recorded: Recorded = { headers: {} };
  const output = await current.run(recorded, call);
  return { output, headers: recorded.headers };
}

/** `SdkHttpMetadata` and `SdkResponseMetadata`, as the optimized integrations add them to a result. */
export function sdkMetadata(
  headers: Readonly<Record<string, string>>,
  metadata: { readonly httpStatusCode?: number; readonly requestId?: string },
): object {
  const { httpStatusCode: HttpStatusCode = 200, requestId: RequestId = '' } = metadata;
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      HttpHeaders: headers,
      HttpStatusCode,
    },
    SdkResponseMetadata: { RequestId },
  };
}
