import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { beginPath } from './begin-page.tsx';
import { useSignIn, useSignInState } from './context.tsx';

/** Asks for a new sign-in over whatever the person was doing, which stays as it is and then goes on. */
export function ExpiredDialog() {
  const signIn = useSignIn();
  const state = useSignInState();
  if (state.kind !== 'expired') return null;
  const again = () => window.open(beginPath, '_blank');
  return (
    <Dialog title="Sign in again to go on">
      <p>
        You have been signed in for a long time, so we ask once more who you are. What you were doing is kept,
        and goes on as soon as you are back.
      </p>
      <Dialog.Actions>
        <Button kind="quiet" onClick={() => void signIn.end()}>
          Sign out
        </Button>
        <Button kind="main" onClick={again}>
          Sign in again
        </Button>
      </Dialog.Actions>
    </Dialog>
  );
}
