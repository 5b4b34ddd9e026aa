import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { EventRow } from '../model/event-rows.ts';
import { detailsOf } from '../model/events.ts';
import { durationText, timeText } from '../model/format.ts';
import { JsonText } from './json-text.tsx';

interface EventPanelProps {
  readonly row: EventRow;
  readonly onClose: () => void;
}

/** The details of the selected event. */
export function EventPanel({ row, onClose }: EventPanelProps) {
  const { event, sinceStart, state } = row;
  const about = [timeText(event.timestamp), `${durationText(sinceStart)} after the start`, state];
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={about.filter(Boolean).join(' · ')}
          actions={<Button iconName="close" variant="icon" ariaLabel="Close event" onClick={onClose} />}
        >
          {`Event ${event.id}: ${event.type}`}
        </Header>
      }
    >
      <JsonText label={`Details of event ${event.id}`} text={expandJson(detailsOf(event))} />
    </Container>
  );
}

/** Expands JSON inside strings. */
function expandJson(details: object): string {
  return JSON.stringify(details, (_name, value: unknown) => {
    if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  });
}
