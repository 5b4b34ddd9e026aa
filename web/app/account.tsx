import { Link } from 'wouter';
import { useSignIn, useSignInState } from '#web/sign-in/context.tsx';
import { Button } from '#web/ui/button.tsx';
import styles from './account.module.css';
import { forgetPerson } from './forget.ts';

/** The group of those who may look into the runs of every user. */
const operators = 'operators';

/** Who is signed in, and the way out. */
export function Account() {
  const signIn = useSignIn();
  const state = useSignInState();
  if (state.kind === 'out') return null;
  const leave = async () => {
    await forgetPerson();
    await signIn.end();
  };
  return (
    <>
      {state.person.groups.includes(operators) && <Link href="/runs">Runs</Link>}
      <span className={styles.email} title={state.person.email}>
        {state.person.email}
      </span>
      <Button kind="quiet" onClick={() => void leave()}>
        Sign out
      </Button>
    </>
  );
}
