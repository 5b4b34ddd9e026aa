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

interface SummaryViewProps {
  readonly summary: Summary;
  /** Unknown of a history from a file. */
  readonly arn: string | undefined;
  readonly now: number;
}

export function SummaryView({ summary, arn, now }: SummaryViewProps) {
  const { status, startedAt, endedAt, redriveCount, input, output, error, cause } = summary;
  const items = [
    { label: 'Status', value: <ExecutionStatusIndicator status={status} /> },
    { label: 'Duration', value: durationText((endedAt ?? now) - startedAt) },
    { label: 'Started', value: timeText(startedAt) },
    { label: 'Ended', value: endedAt === undefined ? '–' : timeText(endedAt) },
    { label: 'Redrives', value: redriveCount },
    ...(arn === undefined ? [] : [{ label: 'ARN', value: <Arn arn={arn} /> }]),
  ];
  return (
    <Container header={<Header variant="h2">Run</Header>}>
      <SpaceBetween size="m">
        <KeyValuePairs columns={4} minColumnWidth={150} items={items} />
        {(error !== undefined || cause !== undefined) && (
          <ErrorText failure={{ error, cause }} caught={false} />
        )}
        <ExpandableSection headerText="Input">
          <JsonText label="Input of the run" text={input} />
        </ExpandableSection>
        {output !== undefined && (
          <ExpandableSection headerText="Output">
            <JsonText label="Output of the run" text={output} />
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

function Arn({ arn }: { arn: string }) {
  return (
    <CopyToClipboard
      variant="inline"
      copyButtonAriaLabel="Copy the ARN"
      textToCopy={arn}
      wrapText
      copySuccessText="Copied"
      copyErrorText="The browser did not let it be copied"
    />
  );
}
