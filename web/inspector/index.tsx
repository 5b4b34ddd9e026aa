import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { Route, Switch } from 'wouter';
import { useSignIn, useSignInState } from '#web/sign-in/context.tsx';
import { useBegin } from '#web/sign-in/use-begin.tsx';
import { DoorProvider } from './api/context.tsx';
import { Appearance } from './appearance.tsx';
import { FilePage } from './file/file-page.tsx';
import styles from './index.module.css';
import { RunList } from './list/run-list.tsx';
import { RunPage } from './run/run-page.tsx';
import { SignInNotice } from './sign-in-notice.tsx';

/** The run inspector, for operators; a recorded history opens for everybody. */
export default function Inspector() {
  return (
    <I18nProvider locale="en" messages={[messages]}>
      <Appearance>
        <div className={styles.wide}>
          <Switch>
            <Route path="/runs/file">
              <FilePage />
            </Route>
            <Route>
              <Runs />
            </Route>
          </Switch>
        </div>
      </Appearance>
    </I18nProvider>
  );
}

function Runs() {
  const state = useSignInState();
  const { begin, leaving, failure } = useBegin(useSignIn());
  if (state.kind === 'out') return <SignInNotice onSignIn={begin} leaving={leaving} failure={failure} />;
  return (
    <DoorProvider key={state.person.sub}>
      <Switch>
        <Route path="/runs">
          <RunList />
        </Route>
        <Route path="/runs/:arn">{({ arn }) => <RunPage key={arn} executionArn={arn} />}</Route>
      </Switch>
    </DoorProvider>
  );
}
