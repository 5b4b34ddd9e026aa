import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { Link } from 'wouter';

interface SignInNoticeProps {
  readonly onSignIn: () => void;
  readonly leaving: boolean;
  readonly failure: ReactNode;
}

export function SignInNotice({ onSignIn, leaving, failure }: SignInNoticeProps) {
  return (
    <Container header={<Header variant="h1">Executions</Header>}>
      <SpaceBetween size="m">
        <p>Operators can see the execution of every session. Sign in to continue.</p>
        <Button variant="primary" loading={leaving} loadingText="Opening the sign-in page" onClick={onSignIn}>
          Sign in
        </Button>
        <p>
          Or <Link href="/runs/file">open a history file</Link> without signing in.
        </p>
        {failure}
      </SpaceBetween>
    </Container>
  );
}
