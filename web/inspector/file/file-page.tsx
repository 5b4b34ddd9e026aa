import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import sessionDefinition from '#state-machines/session/session.asl.json';
import { type Dropped, readDropped } from '../model/dropped-files.ts';
import { Breadcrumbs } from '../view/breadcrumbs.tsx';
import { ExecutionView } from '../view/execution-view.tsx';
import { HistoryMenu } from '../view/history-menu.tsx';
import { ReplayMenu } from '../view/replay-menu.tsx';
import { useReplay } from '../view/use-replay.ts';
import { FileDrop } from './file-drop.tsx';

const builtIn = JSON.stringify(sessionDefinition);

/** Inspects a recorded history in the browser. Files aren't uploaded. */
export function FilePage() {
  const [dropped, setDropped] = useState<Dropped>({ history: undefined, definition: undefined });
  const [problem, setProblem] = useState<string>();
  const take = async (files: readonly File[]) => {
    try {
      const read = readDropped(
        await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
      );
      // A definition on its own applies to the open history.
      setDropped((before) => ({
        history: read.history ?? before.history,
        definition: read.definition ?? before.definition,
      }));
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <SpaceBetween size="l">
      <Breadcrumbs text="History file" />
      {dropped.history === undefined && (
        <Header
          variant="h1"
          description="Drop the JSON from “aws stepfunctions get-execution-history” (all pages). Nothing leaves your browser."
        >
          Inspect a recorded execution
        </Header>
      )}
      <FileDrop onFiles={(files) => void take(files)} />
      {problem !== undefined && (
        <Alert type="error" header="Couldn't open this file">
          {problem}
        </Alert>
      )}
      {dropped.history !== undefined && <FromFile dropped={dropped} history={dropped.history} />}
    </SpaceBetween>
  );
}

interface FromFileProps {
  readonly dropped: Dropped;
  readonly history: NonNullable<Dropped['history']>;
}

function FromFile({ dropped: { definition }, history }: FromFileProps) {
  const replaying = useReplay(history.events);
  const text = definition?.text ?? builtIn;
  const against = definition === undefined ? "this release's definition" : definition.name;
  const last = history.events.at(-1)?.timestamp ?? 0;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={`Using ${against}. Drop an ASL file to use another.`}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <ReplayMenu
              busy={replaying.busy}
              current={`Against ${against}`}
              onCurrent={() => replaying.replay(async () => text, against)}
              onFile={(other, name) => replaying.replay(async () => other, name)}
            />
            <HistoryMenu name={history.name} history={history.events} />
          </SpaceBetween>
        }
      >
        {history.name}
      </Header>
      <ExecutionView
        key={history.name}
        history={history.events}
        definition={text}
        arn={undefined}
        now={last}
        replayed={replaying.replayed}
        onForgetReplay={replaying.forget}
      />
    </SpaceBetween>
  );
}
