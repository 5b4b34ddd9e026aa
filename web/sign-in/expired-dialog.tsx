import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { useSignIn, useSignInState } from './context.tsx';
import { signInPath } from './paths.ts';

/** Asks the person to sign in again. The page behind it keeps its state, and waiting calls continue. */
export function ExpiredDialog() {
  const signIn = useSignIn();
  const state = useSignInState();
  if (state.kind !== 'expired') return null;
  const signInAgain = () => window.open(signInPath, '_blank');
  return (
    <Dialog title="Your session has expired">
      <p>Sign in again to continue. Your work is saved.</p>
      <Dialog.Actions>
        <Button kind="quiet" onClick={() => void signIn.signOut()}>
          Sign out
        </Button>
        <Button kind="main" onClick={signInAgain}>
          Sign in again
        </Button>
      </Dialog.Actions>
    </Dialog>
  );
}
