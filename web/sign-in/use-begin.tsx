import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Notice } from '#web/ui/notice.tsx';
import type { SignIn } from './sign-in.ts';

interface Begin {
  /** Leaves for the issuer's pages. */
  readonly begin: () => void;
  readonly leaving: boolean;
  /** What to show when that was not possible. */
  readonly failure: ReactNode;
}

/** @param returnTo path to come back to, by default this one; `closes`: the tab is for the sign-in only */
export function useBegin(signIn: SignIn, returnTo?: string, closes = false): Begin {
  const [state, setState] = useState<'here' | 'leaving' | Error>('here');
  useEffect(() => {
    // Somebody went back from the issuer's page, and the browser shows this one as it was left.
    const cameBack = () => setState('here');
    window.addEventListener('pageshow', cameBack);
    return () => window.removeEventListener('pageshow', cameBack);
  }, []);
  const begin = useCallback(() => {
    setState('leaving');
    const back = returnTo ?? `${location.pathname}${location.search}`;
    signIn.begin({ returnTo: back, closes }).catch((error: Error) => setState(error));
  }, [signIn, returnTo, closes]);
  const failure = state instanceof Error && (
    <Notice kind="error" title="The sign-in page cannot be reached">
      <p>{state.message}</p>
    </Notice>
  );
  return { begin, leaving: state === 'leaving', failure: failure || undefined };
}
