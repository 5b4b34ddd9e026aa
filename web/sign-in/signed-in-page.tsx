import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { Button } from '#web/ui/button.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { useSignIn } from './context.tsx';
import type { Journey } from './return-path.ts';
import type { SignIn } from './sign-in.ts';

/** A code is good once: however often the page is drawn, it is handed in one time. */
const finished = new Map<string, Promise<Journey>>();

function finish(signIn: SignIn, url: string): Promise<Journey> {
  const known = finished.get(url) ?? signIn.finish(url);
  finished.set(url, known);
  return known;
}

/** Where the issuer sends the browser back to. */
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
        // Somebody went back to this page, or opened it from a bookmark: they are in already.
        if (signIn.state.kind === 'in') navigate('/', { replace: true });
        else setOutcome('failed');
      },
    );
  }, [signIn, navigate]);
  if (outcome === 'waiting') return <Loading what="your account" />;
  if (outcome === 'done') {
    return (
      <Notice kind="good" title="You are signed in again">
        <p>Your work goes on in the other tab. You can close this one.</p>
      </Notice>
    );
  }
  return (
    <Notice kind="error" title="The sign-in did not work">
      <p>It may have taken too long, or was begun in another browser.</p>
      <Button kind="main" onClick={() => void signIn.begin({ returnTo: '/', closes: false })}>
        Sign in again
      </Button>
    </Notice>
  );
}
