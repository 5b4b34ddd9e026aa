import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { Loading } from '#web/ui/loading.tsx';
import { Boundary } from './boundary.tsx';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';

const Inspector = lazy(() => import('#web/inspector/index.tsx'));

export function App() {
  return (
    <Boundary>
      <Shell>
        <Suspense fallback={<Loading what="the page" />}>
          <Switch>
            <Route path="/">
              <h1>Gen3D</h1>
            </Route>
            <Route path="/sessions/:jobId">{({ jobId }) => <h1>{jobId}</h1>}</Route>
            <Route path="/runs/*?">
              <Inspector />
            </Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </Shell>
    </Boundary>
  );
}
