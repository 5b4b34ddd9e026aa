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
    <Container header={<Header variant="h1">Runs</Header>}>
      <SpaceBetween size="m">
        <p>Operators see every session's run here. Sign in to look at them.</p>
        <Button variant="primary" loading={leaving} loadingText="Opening the sign-in page" onClick={onSignIn}>
          Sign in
        </Button>
        <p>
          Without signing in: <Link href="/runs/file">open a recorded history from a file</Link>.
        </p>
        {failure}
      </SpaceBetween>
    </Container>
  );
}
