import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useMemo, useState } from 'react';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { classNames } from '#web/ui/class-names.ts';
import { readDefinition, type StateMachineShape, type StateShape } from '../model/definition.ts';
import { eventRowsOf } from '../model/event-rows.ts';
import { graphOf } from '../model/graph.ts';
import { summaryOf } from '../model/summary.ts';
import type { Visit } from '../model/visit.ts';
import { isOpen, visitsOf } from '../model/visits.ts';
import { tokensOf } from '../model/waits.ts';
import { EventPanel } from './event-panel.tsx';
import { EventTable } from './event-table.tsx';
import styles from './execution-view.module.css';
import { GraphView } from './graph.tsx';
import { ReplayResult } from './replay-result.tsx';
import { Secrets } from './secrets.tsx';
import { StatePanel } from './state-panel.tsx';
import { SummaryView } from './summary.tsx';
import type { Replayed } from './use-replay.ts';

interface ExecutionViewProps {
  readonly history: readonly HistoryEvent[];
  /** JSON text. */
  readonly definition: string;
  readonly arn: string | undefined;
  readonly replayed: Replayed | undefined;
  readonly onForgetReplay: () => void;
  /** Shown above everything else: what needs an operator's attention. */
  readonly notices?: ReactNode;
  /** Epoch milliseconds. */
  readonly now: number;
}

interface Selection {
  readonly state: string | undefined;
  readonly visit: number | undefined;
  readonly event: number | undefined;
}

/** One execution, from Step Functions or from a file. */
export function ExecutionView(props: ExecutionViewProps) {
  const { history, definition, now, replayed, arn } = props;
  const stateMachine = useMemo(() => readDefinition(definition), [definition]);
  const visits = useMemo(() => visitsOf(history), [history]);
  const rows = useMemo(() => eventRowsOf(history, visits), [history, visits]);
  const summary = useMemo(() => summaryOf(history), [history]);
  const graph = useMemo(
    () => graphOf(stateMachine, visits.all, summary.status === 'SUCCEEDED'),
    [stateMachine, visits, summary.status],
  );
  const [chosen, setChosen] = useState<Selection>();
  const selection = chosen ?? defaultSelection(visits.all);
  const divergence = replayed?.outcome.kind === 'diverged' ? replayed.outcome.divergence : undefined;
  const secrets = useMemo(() => tokensOf(visits.all), [visits]);
  const visitsHere = visits.all.filter(({ state }) => state === selection.state);
  const visit = visitsHere.find(({ index }) => index === selection.visit) ?? visitsHere.at(-1);
  const row = rows.find(({ event }) => event.id === selection.event);
  const selectVisit = (one: Visit) => setChosen({ state: one.state, visit: one.index, event: undefined });
  const selectEvent = (event: number) => {
    const at = rows.find((one) => one.event.id === event);
    setChosen({ state: at?.state ?? selection.state, visit: at?.visit, event });
  };
  return (
    <Secrets secrets={secrets}>
      <SpaceBetween size="l">
        {props.notices}
        {replayed !== undefined && <ReplayResult {...replayed} onDismiss={props.onForgetReplay} />}
        <SummaryView summary={summary} arn={arn} now={now} />
        <div className={styles.halves}>
          <GraphView
            graph={graph}
            selected={selection.state}
            diverged={divergence?.state}
            onSelect={(state) => setChosen({ state, visit: undefined, event: undefined })}
          />
          <div className={styles.panels}>
            <StatePanel
              key={visit?.index ?? selection.state}
              state={selection.state}
              shape={shapeOf(stateMachine, selection.state)}
              visits={visitsHere}
              visit={visit}
              now={now}
              onVisit={selectVisit}
            />
          </div>
        </div>
        <div className={classNames(styles.events, row !== undefined && styles.withEvent)}>
          <EventTable
            rows={rows}
            selected={selection.event}
            diverged={divergence?.eventId}
            isNarrow={row !== undefined}
            onSelect={selectEvent}
          />
          {row !== undefined && (
            <div className={styles.event}>
              <EventPanel row={row} onClose={() => setChosen({ ...selection, event: undefined })} />
            </div>
          )}
        </div>
      </SpaceBetween>
    </Secrets>
  );
}

/** The latest open visit, or else the last one. */
function defaultSelection(visits: readonly Visit[]): Selection {
  const visit = visits.findLast(isOpen) ?? visits.at(-1);
  return { state: visit?.state, visit: visit?.index, event: undefined };
}

function shapeOf(stateMachine: StateMachineShape, name: string | undefined): StateShape | undefined {
  for (const state of stateMachine.states) {
    if (state.name === name) return state;
    for (const inner of state.inner) {
      const found = shapeOf(inner, name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
