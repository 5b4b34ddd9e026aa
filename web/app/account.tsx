import { dropThumbnails } from '#web/sessions/thumbnails/store.ts';
import { useSignIn, useSignInState } from '#web/sign-in/context.tsx';
import { Button } from '#web/ui/button.tsx';
import styles from './account.module.css';

/** Who is signed in, and the way out. */
export function Account() {
  const signIn = useSignIn();
  const state = useSignInState();
  if (state.kind === 'out') return null;
  const leave = async () => {
    await dropThumbnails();
    await signIn.end();
  };
  return (
    <>
      <span className={styles.email} title={state.person.email}>
        {state.person.email}
      </span>
      <Button kind="quiet" onClick={() => void leave()}>
        Sign out
      </Button>
    </>
  );
}
