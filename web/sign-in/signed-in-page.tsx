import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { useSignIn } from './context.tsx';
import type { ReturnState } from './return-state.ts';
import type { SignIn } from './sign-in.ts';

/** The issuer's code works once, however often React runs the effect. */
const finished = new Map<string, Promise<ReturnState>>();

function finish(signIn: SignIn, url: string): Promise<ReturnState> {
  const known = finished.get(url) ?? signIn.finish(url);
  finished.set(url, known);
  return known;
}

/** The page that the issuer redirects back to. */
export function SignedInPage() {
  const signIn = useSignIn();
  const [, navigate] = useLocation();
  const [outcome, setOutcome] = useState<'waiting' | 'done' | 'failed'>('waiting');
  useEffect(() => {
    finish(signIn, location.href).then(
      ({ returnTo, closes }) => {
        if (!closes) return navigate(returnTo, { replace: true });
        setOutcome('done');
        window.close();
      },
      () => {
        // The user came back to this page while signed in, for instance from a bookmark.
        if (signIn.state.kind === 'in') navigate('/', { replace: true });
        else setOutcome('failed');
      },
    );
  }, [signIn, navigate]);
  if (outcome === 'waiting') return <Loading what="your account" />;
  if (outcome === 'done') {
    return (
      <Notice kind="good" title="You're signed in again">
        <p>Continue in your other tab. You can close this one.</p>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title="Sign-in failed">
      <p>It took too long or was started in another browser.</p>
      <Button kind="main" onClick={() => void signIn.start({ returnTo: '/', closes: false })}>
        Sign in again
      </Button>
    </Notice>
  );
}
