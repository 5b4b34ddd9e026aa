import { createContext, type ReactNode, use, useMemo } from 'react';
import { type Client, createClient } from '#client/api.ts';
import type { Site } from '#tasks/core/contracts/web-config.ts';
import { useSignIn } from '#web/sign-in/context.tsx';
import { fetchWithRenewal } from './fetch.ts';
import { xhrPoster } from './poster.ts';

const ClientContext = createContext<Client | undefined>(undefined);

/** Gives everything below it the API, in the name of who is signed in. */
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
  return <ClientContext value={client}>{children}</ClientContext>;
}

export function useClient(): Client {
  const client = use(ClientContext);
  if (client === undefined) throw new Error('useClient belongs below a ClientProvider.');
  return client;
}
