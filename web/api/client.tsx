import { createContext, type ReactNode, use, useMemo } from 'react';
import { type Client, createClient } from '#client/api.ts';
import type { Site } from '#contracts/web-config.ts';
import { useSignIn } from '#web/sign-in/context.tsx';
import { fetchWithRenewal } from './fetch.ts';
import { QueryProvider } from './query.tsx';
import { xhrPoster } from './xhr-poster.ts';

const ClientContext = createContext<Client | undefined>(undefined);

/** Gives everything below it the API and a query cache. Mount it below a `key` of the signed-in user. */
export function ClientProvider({ site, children }: { site: Site; children: ReactNode }) {
  const signIn = useSignIn();
  const client = useMemo(
    () =>
      createClient({
        apiUrl: site.apiUrl,
        token: signIn.token,
        fetch: fetchWithRenewal(signIn.replace),
        postForm: xhrPoster,
      }),
    [site, signIn],
  );
  return (
    <ClientContext value={client}>
      <QueryProvider>{children}</QueryProvider>
    </ClientContext>
  );
}

export function useClient(): Client {
  const client = use(ClientContext);
  if (client === undefined) throw new Error('useClient needs a ClientProvider.');
  return client;
}
