import { useEffect } from 'react';
import { Loading } from '#web/ui/loading.tsx';
import { useSignIn } from './context.tsx';
import { useStart } from './use-start.tsx';

const closing = () => ({ returnTo: '/', closes: true });

/** Redirects to the issuer at once, in a tab that closes after the sign-in. */
export function SignInPage() {
  const { start, failure } = useStart(useSignIn(), closing);
  useEffect(start, [start]);
  return failure ?? <Loading what="the sign-in page" />;
}
