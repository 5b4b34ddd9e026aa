import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { durationText, timeText } from '../model/format.ts';
import type { Summary } from '../model/summary.ts';
import { ErrorText } from './error-text.tsx';
import { JsonText } from './json-text.tsx';
import { ExecutionStatusIndicator } from './status.tsx';
import styles from './summary.module.css';

interface SummaryViewProps {
  readonly summary: Summary;
  /** Undefined for a history file. */
  readonly arn: string | undefined;
  readonly now: number;
}

export function SummaryView({ summary, arn, now }: SummaryViewProps) {
  const { status, startedAt, endedAt, redriveCount, input, output, error, cause } = summary;
  const items = [
    { label: 'Status', value: <Status status={status} redriveCount={redriveCount} /> },
    { label: 'Duration', value: durationText((endedAt ?? now) - startedAt) },
    { label: 'Started', value: timeText(startedAt) },
    { label: 'Ended', value: endedAt === undefined ? '–' : timeText(endedAt) },
  ];
  return (
    <Container header={<Header variant="h2">Execution</Header>}>
      <SpaceBetween size="m">
        <div className={styles.facts}>
          <KeyValuePairs columns={4} minColumnWidth={130} items={items} />
          {arn !== undefined && <KeyValuePairs items={[{ label: 'ARN', value: <Arn arn={arn} /> }]} />}
        </div>
        {(error !== undefined || cause !== undefined) && (
          <ErrorText failure={{ error, cause }} caught={false} />
        )}
        <ExpandableSection headerText="Input">
          <JsonText label="Execution input" text={input} />
        </ExpandableSection>
        {output !== undefined && (
          <ExpandableSection headerText="Output">
            <JsonText label="Execution output" text={output} />
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Status({ status, redriveCount }: Pick<Summary, 'status' | 'redriveCount'>) {
  const times = redriveCount === 1 ? 'once' : `${redriveCount} times`;
  return (
    <>
      <ExecutionStatusIndicator status={status} />
      {redriveCount > 0 && <div>Redriven {times}</div>}
    </>
  );
}

function Arn({ arn }: { arn: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      copyButtonAriaLabel="Copy ARN"
      textToCopy={arn}
      wrapText
      copySuccessText="Copied"
      copyErrorText="Couldn't copy"
    />
  );
}
