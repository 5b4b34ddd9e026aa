import { useEffect } from 'react';
import { Loading } from '#web/ui/loading.tsx';
import { useSignIn } from './context.tsx';
import { useBegin } from './use-begin.tsx';

/** Path of a tab that is opened when a sign-in has run out: it leaves for the issuer, and closes when it is done. */
export const beginPath = '/sign-in';

export function BeginPage() {
  const { begin, failure } = useBegin(useSignIn(), '/', true);
  useEffect(begin, [begin]);
  return failure ?? <Loading what="the sign-in page" />;
}
