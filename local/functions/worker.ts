import { flushCompileCache } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Context } from 'aws-lambda';
import { type Call, type CallResult, RuntimeExit } from './call.ts';
import { redirectOutput, setRequestId } from './output.ts';

type Failure = Extract<CallResult, { ok: false }>;
type Handler = (event: unknown, context: Context) => unknown;

let loading: Promise<Handler> | undefined;

/** Runs one invocation in a worker thread. A thread belongs to one function. */
export default async function run(call: Call): Promise<CallResult> {
  setRequestId(call.requestId);
  try {
    loading ??= load(call);
    const handler = await loading;
    call.port.postMessage('started');
    const result = await handler(JSON.parse(call.payload), contextOf(call));
    return { ok: true, payload: serialized(result) };
  } catch (error) {
    // The thread is about to die, and its death is the result.
    if (error instanceof RuntimeExit) return new Promise(() => {});
    const failed = failure(error);
    report(call.requestId, failed);
    return failed;
  }
}

/** Logs a failed invocation as Lambda does. */
function report(requestId: string, failed: Failure): void {
  const { errorType, errorMessage, trace } = failed;
  const timestamp = new Date().toISOString();
  const record = {
    timestamp,
    level: 'ERROR',
    requestId,
    message: { errorType, errorMessage, stackTrace: trace },
  };
  process.stderr.write(`${JSON.stringify(record)}\n`);
}

async function load({ file, handler, logFile, verbose }: Call): Promise<Handler> {
  redirectOutput(logFile, verbose);
  if (process.env.NODE_OPTIONS?.includes('--enable-source-maps')) process.setSourceMapsEnabled(true);
  replaceExit();
  const module: Record<string, unknown> = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw runtimeError('Runtime.ImportModuleError', `Error: the module cannot be loaded: ${String(cause)}`);
  });
  // A killed thread would lose what it has compiled.
  flushCompileCache();
  const found = module[handler];
  if (typeof found !== 'function') {
    throw runtimeError('Runtime.HandlerNotFound', `${file} exports no function ${handler}`);
  }
  return (event, context) => found(event, context);
}

/** A thread that exits leaves its caller waiting; one that dies of an error does not. */
function replaceExit(): void {
  const exit = process.exit;
  process.on('uncaughtExceptionMonitor', () => {
    process.exit = exit;
  });
  process.exit = (code) => {
    const error = new RuntimeExit(code ?? 0);
    process.nextTick(() => {
      throw error;
    });
    throw error;
  };
}

function contextOf(call: Call): Context {
  const deadline = Date.now() + call.timeoutMs;
  const nothing = () => {};
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: call.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: call.functionArn,
    memoryLimitInMB: `${call.memoryMb}`,
    awsRequestId: call.requestId,
    logGroupName: `/aws/lambda/${call.functionName}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done: nothing,
    fail: nothing,
    succeed: nothing,
  };
}

function serialized(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw runtimeError('Runtime.MarshalError', `Unable to stringify response body: ${String(cause)}`);
  }
}

function runtimeError(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

function failure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    return { ok: false, errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = (error.stack ?? '').split('\n').map((line) => line.trim());
  return { ok: false, errorType: error.name, errorMessage: error.message, trace };
}
