import Alert from '@cloudscape-design/components/alert';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import sessionMachine from '#state-machines/session.asl.json';
import { type Dropped, readDropped } from '../model/dropped.ts';
import { ExecutionView } from '../view/execution-view.tsx';
import { HistoryMenu } from '../view/history-menu.tsx';
import { ReplayMenu } from '../view/replay-menu.tsx';
import { useReplay } from '../view/use-replay.ts';
import { WayHere } from '../view/way-here.tsx';
import { FileDrop } from './file-drop.tsx';

const builtIn = JSON.stringify(sessionMachine);

/** A recorded history, inspected where it is: no file leaves the browser. */
export function FilePage() {
  const [dropped, setDropped] = useState<Dropped>({ history: undefined, definition: undefined });
  const [problem, setProblem] = useState<string>();
  const take = async (files: readonly File[]) => {
    try {
      const read = readDropped(
        await Promise.all(files.map(async (file) => ({ name: file.name, text: await file.text() }))),
      );
      // A definition that comes alone belongs to the history that is there.
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
      <WayHere text="From a file" href="/runs/file" />
      {dropped.history === undefined && (
        <Header
          variant="h1"
          description="Drop what “aws stepfunctions get-execution-history” printed, all of its pages, or an export. It is read here and sent nowhere."
        >
          Inspect a recorded run
        </Header>
      )}
      <FileDrop onFiles={(files) => void take(files)} />
      {problem !== undefined && (
        <Alert type="error" header="This cannot be opened">
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
  const against = definition === undefined ? 'the definition of this release' : definition.name;
  const last = history.events.at(-1)?.timestamp ?? 0;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={`Drawn on ${against}; drop another definition (ASL) to draw it on that.`}
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
