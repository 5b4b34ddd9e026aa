import ExpandableSection from '@cloudscape-design/components/expandable-section';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import { durationText, timeText } from '../model/format.ts';
import type { Attempt } from '../model/visit.ts';
import { ErrorText } from './error-text.tsx';
import { JsonText } from './json-text.tsx';

const shown: Readonly<Record<Attempt['outcome'], readonly [string, StatusIndicatorProps.Type]>> = {
  running: ['In progress', 'in-progress'],
  succeeded: ['Succeeded', 'success'],
  failed: ['Failed', 'error'],
  timedOut: ['Timed out', 'error'],
  aborted: ['Stopped', 'stopped'],
};

/** The attempts of a task, the latest expanded. */
export function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <SpaceBetween size="xs">
      {attempts.map((attempt, index) => (
        <ExpandableSection
          key={attempt.scheduledEventId}
          defaultExpanded={index === attempts.length - 1}
          headerText={`Attempt ${index + 1}`}
          headerDescription={attempt.redrive === 0 ? undefined : `After redrive ${attempt.redrive}`}
          headerInfo={<Outcome attempt={attempt} />}
        >
          <AttemptDetails attempt={attempt} />
        </ExpandableSection>
      ))}
    </SpaceBetween>
  );
}

function Outcome({ attempt: { outcome } }: { attempt: Attempt }) {
  const [label, type] = shown[outcome];
  return <StatusIndicator type={type}>{label}</StatusIndicator>;
}

function AttemptDetails({ attempt }: { attempt: Attempt }) {
  const { scheduledAt, endedAt, submittedAt, resource, timeoutSeconds, heartbeatSeconds } = attempt;
  const items = [
    { label: 'Resource', value: resource },
    { label: 'Scheduled', value: timeText(scheduledAt) },
    { label: 'Duration', value: endedAt === undefined ? '–' : durationText(endedAt - scheduledAt) },
    ...(submittedAt === undefined
      ? []
      : [{ label: 'Waiting for token since', value: timeText(submittedAt) }]),
    ...(timeoutSeconds === undefined
      ? []
      : [{ label: 'Timeout', value: durationText(timeoutSeconds * 1_000) }]),
    ...(heartbeatSeconds === undefined
      ? []
      : [{ label: 'Heartbeat timeout', value: durationText(heartbeatSeconds * 1_000) }]),
  ];
  return (
    <SpaceBetween size="s">
      <KeyValuePairs columns={2} items={items} />
      {attempt.failure !== undefined && <ErrorText failure={attempt.failure} caught={false} />}
      <JsonText label="Arguments" text={attempt.parameters} />
      {attempt.output !== undefined && <JsonText label="Result" text={attempt.output} />}
    </SpaceBetween>
  );
}
