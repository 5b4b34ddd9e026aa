import { Link } from 'wouter';
import { useSignIn, useSignInState } from '#web/sign-in/context.tsx';
import { Button } from '#web/ui/button.tsx';
import styles from './account.module.css';
import { clearUserData } from './clear-data.ts';

/** The group of users who may see every user's executions. */
const operators = 'operators';

/** The signed-in user, and the button to sign out. */
export function Account() {
  const signIn = useSignIn();
  const state = useSignInState();
  if (state.kind === 'out') return null;
  const signOut = async () => {
    clearUserData();
    await signIn.signOut();
  };
  return (
    <>
      {state.person.groups.includes(operators) && <Link href="/runs">Executions</Link>}
      <span className={styles.email} title={state.person.email}>
        {state.person.email}
      </span>
      <Button kind="quiet" onClick={() => void signOut()}>
        Sign out
      </Button>
    </>
  );
}
