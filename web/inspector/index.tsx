import I18nProvider from '@cloudscape-design/components/i18n';
import messages from '@cloudscape-design/components/i18n/messages/all.en';
import { Route, Switch } from 'wouter';
import { useSignIn, useSignInState } from '#web/sign-in/context.tsx';
import { useStart } from '#web/sign-in/use-start.tsx';
import { OperatorApiProvider } from './api/context.tsx';
import { Appearance } from './appearance.tsx';
import { ExecutionPage } from './execution/execution-page.tsx';
import { FilePage } from './file/file-page.tsx';
import styles from './index.module.css';
import { ExecutionList } from './list/execution-list.tsx';
import { SignInNotice } from './sign-in-notice.tsx';

/** The execution inspector. Only operators see executions; anyone can open a recorded history. */
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
              <Executions />
            </Route>
          </Switch>
        </div>
      </Appearance>
    </I18nProvider>
  );
}

function Executions() {
  const state = useSignInState();
  const { start, leaving, failure } = useStart(useSignIn());
  if (state.kind === 'out') return <SignInNotice onSignIn={start} leaving={leaving} failure={failure} />;
  return (
    <OperatorApiProvider key={state.person.sub}>
      <Switch>
        <Route path="/runs">
          <ExecutionList />
        </Route>
        <Route path="/runs/:arn">{({ arn }) => <ExecutionPage key={arn} executionArn={arn} />}</Route>
      </Switch>
    </OperatorApiProvider>
  );
}
