import { lazy, Suspense, use } from 'react';
import { Route, Switch } from 'wouter';
import type { Site } from '#contracts/web-config.ts';
import { ClientProvider } from '#web/api/client.tsx';
import { SessionPage } from '#web/sessions/session/session-page.tsx';
import { SessionsPage } from '#web/sessions/sessions-page.tsx';
import { SignInProvider, useSignInState } from '#web/sign-in/context.tsx';
import { ExpiredDialog } from '#web/sign-in/expired-dialog.tsx';
import { signedInPath, signInPath } from '#web/sign-in/paths.ts';
import type { SignIn } from '#web/sign-in/sign-in.ts';
import { SignInPage } from '#web/sign-in/sign-in-page.tsx';
import { SignedInPage } from '#web/sign-in/signed-in-page.tsx';
import { Loading } from '#web/ui/loading.tsx';
import { Account } from './account.tsx';
import { Boundary } from './boundary.tsx';
import { Landing } from './landing.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

const Inspector = lazy(() => import('#web/inspector/index.tsx'));

/** What the page loads before it renders. */
export interface Start {
  readonly site: Site;
  readonly signIn: SignIn;
}

export function App({ start }: { start: Promise<Start> }) {
  return (
    <Boundary>
      <Suspense>
        <Page start={start} />
      </Suspense>
    </Boundary>
  );
}

function Page({ start }: { start: Promise<Start> }) {
  const { site, signIn } = use(start);
  return (
    <SignInProvider signIn={signIn}>
      <Shell account={<Account />}>
        <Boundary>
          <Suspense fallback={<Loading what="the page" />}>
            <Switch>
              <Route path={signedInPath} component={SignedInPage} />
              <Route path={signInPath} component={SignInPage} />
              <Route path="/runs/*?">
                <Inspector />
              </Route>
              <Route>
                <Studio site={site} />
              </Route>
            </Switch>
          </Suspense>
        </Boundary>
      </Shell>
      <ExpiredDialog />
    </SignInProvider>
  );
}

function Studio({ site }: { site: Site }) {
  const state = useSignInState();
  if (state.kind === 'out') return <Landing />;
  return (
    <ClientProvider key={state.person.sub} site={site}>
      <Switch>
        <Route path="/">
          <SessionsPage limits={site.photo} />
        </Route>
        <Route path="/sessions/:jobId">
          {({ jobId }) => <SessionPage key={jobId} jobId={jobId} maskLimits={site.mask} />}
        </Route>
        <Route>
          <NotFound />
        </Route>
      </Switch>
    </ClientProvider>
  );
}
