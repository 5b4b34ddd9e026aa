import { createContext, type ReactNode, use, useSyncExternalStore } from 'react';
import type { SignIn, SignInState } from './sign-in.ts';

const SignInContext = createContext<SignIn | undefined>(undefined);

export function SignInProvider({ signIn, children }: { signIn: SignIn; children: ReactNode }) {
  return <SignInContext value={signIn}>{children}</SignInContext>;
}

export function useSignIn(): SignIn {
  const signIn = use(SignInContext);
  if (signIn === undefined) throw new Error('useSignIn needs a SignInProvider.');
  return signIn;
}

export function useSignInState(): SignInState {
  const signIn = useSignIn();
  return useSyncExternalStore(signIn.subscribe, () => signIn.state);
}
