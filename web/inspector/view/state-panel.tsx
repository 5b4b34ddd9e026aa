import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import type { StateShape } from '../model/definition.ts';
import { durationText, timeText } from '../model/format.ts';
import type { Visit } from '../model/visit.ts';
import { durationOf } from '../model/visits.ts';
import { Attempts } from './attempts.tsx';
import { ErrorText } from './error-text.tsx';
import { JsonText } from './json-text.tsx';
import { NodeStatusIndicator } from './status.tsx';
import { Variables } from './variables.tsx';

interface StatePanelProps {
  readonly state: string | undefined;
  readonly shape: StateShape | undefined;
  /** All visits of the state. */
  readonly visits: readonly Visit[];
  readonly visit: Visit | undefined;
  readonly now: number;
  readonly onVisit: (visit: Visit) => void;
}

/** The details of the selected state. */
export function StatePanel(props: StatePanelProps) {
  const { state, shape, visits, visit } = props;
  if (state === undefined) {
    return (
      <Container header={<Header variant="h2">State</Header>}>
        <Box color="text-body-secondary">Select a state in the graph or an event in the table.</Box>
      </Container>
    );
  }
  return (
    <Container
      header={
        <Header variant="h2" description={shape?.comment}>
          {state}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {visits.length > 1 && visit !== undefined && <VisitChoice {...props} visit={visit} />}
        {visit === undefined ? (
          <Box color="text-body-secondary">This state wasn't reached.</Box>
        ) : (
          <Facts visit={visit} now={props.now} />
        )}
        {visit?.failure !== undefined && (
          <ErrorText
            failure={visit.failure}
            caught={visit.outcome === 'caught' || visit.outcome === 'succeeded'}
          />
        )}
        <Tabs ariaLabel={`Data of ${state}`} tabs={tabsOf(props)} />
      </SpaceBetween>
    </Container>
  );
}

function tabsOf({ visit, shape }: StatePanelProps) {
  const definition = {
    id: 'definition',
    label: 'Definition',
    content: (
      <JsonText label="Definition" text={shape === undefined ? undefined : JSON.stringify(shape.source)} />
    ),
  };
  if (visit === undefined) return [definition];
  const { input, output, attempts } = visit;
  return [
    ...(attempts.length === 0
      ? []
      : [
          {
            id: 'attempts',
            label: 'Attempts',
            content: <Attempts attempts={attempts} />,
          },
        ]),
    { id: 'input', label: 'Input', content: <JsonText label="Input" text={input} /> },
    { id: 'output', label: 'Output', content: <JsonText label="Output" text={output} /> },
    { id: 'variables', label: 'Variables', content: <Variables visit={visit} /> },
    definition,
  ];
}

function VisitChoice({ visits, visit, onVisit }: StatePanelProps & { visit: Visit }) {
  const options = visits.map((one, index) => ({
    value: String(one.index),
    label: `Visit ${index + 1} of ${visits.length}`,
    description: timeText(one.enteredAt),
  }));
  return (
    <Select
      ariaLabel="Visit"
      options={options}
      selectedOption={options.find(({ value }) => value === String(visit.index)) ?? null}
      onChange={({ detail }) => {
        const chosen = visits.find(({ index }) => String(index) === detail.selectedOption.value);
        if (chosen !== undefined) onVisit(chosen);
      }}
    />
  );
}

function Facts({ visit, now }: { visit: Visit; now: number }) {
  const items = [
    { label: 'Status', value: <NodeStatusIndicator status={visit.outcome} /> },
    { label: 'Duration', value: durationText(durationOf(visit, now)) },
    { label: 'Entered', value: timeText(visit.enteredAt) },
    { label: 'Exited', value: visit.exitedAt === undefined ? '–' : timeText(visit.exitedAt) },
  ];
  return <KeyValuePairs columns={2} items={items} />;
}
