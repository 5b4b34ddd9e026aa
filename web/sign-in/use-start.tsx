import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Notice } from '#web/ui/notice.tsx';
import type { ReturnState } from './return-state.ts';
import type { SignIn } from './sign-in.ts';

interface Start {
  /** Redirects to the issuer's pages. */
  readonly start: () => void;
  readonly leaving: boolean;
  /** Shown when the issuer could not be reached. */
  readonly failure: ReactNode;
}

const thisPage = (): ReturnState => ({ returnTo: `${location.pathname}${location.search}`, closes: false });

/** @param returnState of the sign-in. Default: return to the current page. */
export function useStart(signIn: SignIn, returnState = thisPage): Start {
  const [state, setState] = useState<'here' | 'leaving' | Error>('here');
  useEffect(() => {
    // The browser's Back button restores this page as it was left.
    const cameBack = () => setState('here');
    window.addEventListener('pageshow', cameBack);
    return () => window.removeEventListener('pageshow', cameBack);
  }, []);
  const start = useCallback(() => {
    setState('leaving');
    signIn.start(returnState()).catch((error: Error) => setState(error));
  }, [signIn, returnState]);
  const failure = state instanceof Error && (
    <Notice kind="error" title="Couldn't open the sign-in page">
      <p>{state.message}</p>
    </Notice>
  );
  return { start, leaving: state === 'leaving', failure: failure || undefined };
}
