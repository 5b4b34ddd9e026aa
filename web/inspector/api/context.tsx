import { createContext, type ReactNode, use, useMemo } from 'react';
import { QueryProvider } from '#web/api/query.tsx';
import { useSignIn } from '#web/sign-in/context.tsx';
import { OperatorApi } from './operator-api.ts';

const OperatorApiContext = createContext<OperatorApi | undefined>(undefined);

/** Provides the operator API and a query cache. Mount it below a `key` of the signed-in user. */
export function OperatorApiProvider({ children }: { children: ReactNode }) {
  const signIn = useSignIn();
  const operatorApi = useMemo(() => new OperatorApi(signIn), [signIn]);
  return (
    <OperatorApiContext value={operatorApi}>
      <QueryProvider>{children}</QueryProvider>
    </OperatorApiContext>
  );
}

export function useOperatorApi(): OperatorApi {
  const operatorApi = use(OperatorApiContext);
  if (operatorApi === undefined) throw new Error('useOperatorApi needs an OperatorApiProvider above it.');
  return operatorApi;
}
