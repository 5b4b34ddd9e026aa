import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../emulators/http/aws-error.ts';
import type { InvokeFunction, InvokeResult } from '../emulators/service.ts';
import type { FunctionModel } from '../environment/assembly/functions.ts';
import { type CallResult, functionNameOf } from './call.ts';
import { Sandbox } from './sandbox.ts';

export interface FunctionsOptions {
  readonly functions: readonly FunctionModel[];
  /** Variables for every function: region, credentials, endpoints. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder of the log files, one for each function. */
  readonly logFolder: string;
  /** Folder of the compile cache, which makes threads start faster. Without it nothing is cached. */
  readonly compiledFolder?: string;
  /** Also prints the functions' logs on the terminal. */
  readonly verbose?: boolean;
  /** Maximum number of concurrent calls over all functions, waiting ones included. The default is AWS's, 1,000. */
  readonly concurrency?: number;
  /** Called before every call, with the payload as JSON text. */
  readonly onCall?: (functionName: string, payload: string) => void;
  /** Called after every call, with its milliseconds, a cold start included. */
  readonly onCalled?: (functionName: string, milliseconds: number) => void;
}

/**
 * The Lambda functions of the local environment, running in worker threads.
 * @example
 * const result = await functions.call('gen3d-status', JSON.stringify(event));
 */
export class Functions {
  readonly #sandboxes: ReadonlyMap<string, Sandbox>;
  readonly #concurrency: number;
  readonly #onCall: FunctionsOptions['onCall'];
  readonly #onCalled: FunctionsOptions['onCalled'];
  #running = 0;

  constructor(options: FunctionsOptions) {
    const { functions, logFolder, verbose = false, concurrency = 1_000 } = options;
    const environment = { ...options.environment, ...compileCache(options.compiledFolder) };
    mkdirSync(logFolder, { recursive: true, mode: 0o700 });
    this.#concurrency = concurrency;
    this.#onCall = options.onCall;
    this.#onCalled = options.onCalled;
    this.#sandboxes = new Map(
      functions.map((model) => [
        model.name,
        new Sandbox(model, {
          environment: { ...lambdaEnvironment(model), ...environment, ...model.environment },
          logFile: join(logFolder, `${model.name}.jsonl`),
          verbose,
        }),
      ]),
    );
  }

  /**
   * Calls a function by name or ARN. Payload and result are JSON text.
   * @throws AwsError ResourceNotFoundException, TooManyRequestsException
   */
  async call(nameOrArn: string, payload: string): Promise<CallResult> {
    const sandbox = this.find(nameOrArn);
    if (this.#running >= this.#concurrency) {
      throw new AwsError(429, 'TooManyRequestsException', 'Rate Exceeded: too many functions are running.');
    }
    this.#running += 1;
    this.#onCall?.(sandbox.model.name, payload);
    const began = performance.now();
    try {
      return await sandbox.call(payload);
    } finally {
      this.#running -= 1;
      this.#onCalled?.(sandbox.model.name, performance.now() - began);
    }
  }

  /**
   * Returns the sandbox of a function.
   * @throws AwsError ResourceNotFoundException
   */
  find(nameOrArn: string): Sandbox {
    const sandbox = this.#sandboxes.get(functionNameOf(nameOrArn));
    if (sandbox === undefined) {
      throw new AwsError(404, 'ResourceNotFoundException', `Function not found: ${nameOrArn}`);
    }
    return sandbox;
  }

  /** For services in this process. When `signal` aborts, the caller stops waiting but the function continues. */
  readonly invoke: InvokeFunction = async (name, payload, signal) => {
    const call = this.call(name, JSON.stringify(payload) ?? 'null').then(asResult);
    if (signal === undefined) return call;
    signal.throwIfAborted();
    const gone = Promise.withResolvers<never>();
    const leave = () => gone.reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    return Promise.race([call, gone.promise]).finally(() => signal.removeEventListener('abort', leave));
  };

  async close(): Promise<void> {
    await Promise.all([...this.#sandboxes.values()].map((sandbox) => sandbox.close()));
  }
}

function asResult(result: CallResult): InvokeResult {
  if (result.ok) return { ok: true, payload: JSON.parse(result.payload) };
  return { ok: false, errorType: result.errorType, errorMessage: result.errorMessage };
}

/** Node applies this variable from a thread's first module on. */
function compileCache(folder: string | undefined): Record<string, string> {
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

/** Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function lambdaEnvironment(model: FunctionModel): Record<string, string> {
  return {
    AWS_LAMBDA_FUNCTION_NAME: model.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${model.memoryMb}`,
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${model.name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    POWERTOOLS_TRACE_ENABLED: 'false',
    TZ: ':UTC',
  };
}
