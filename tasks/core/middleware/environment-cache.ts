import { type EnvironmentOf, type FunctionName, readEnvironment } from '../environment.ts';

/** Reads a function's environment at its first call, once. @throws ConfigurationError as `readEnvironment` */
export function environmentOnce<F extends FunctionName>(name: F): () => EnvironmentOf<F> {
  let environment: EnvironmentOf<F> | undefined;
  return () => {
    environment ??= readEnvironment(name);
    return environment;
  };
}
