import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Visit } from '../model/visit.ts';
import { JsonText } from './json-text.tsx';

/** Variables that the state assigned, and those that were available to it. */
export function Variables({ visit: { variables, assigned } }: { visit: Visit }) {
  return (
    <SpaceBetween size="m">
      <VariableList title="Assigned" values={assigned} none="None assigned" />
      <VariableList title="Available" values={variables} none="None yet" />
    </SpaceBetween>
  );
}

interface VariableListProps {
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
  readonly none: string;
}

function VariableList({ title, values, none }: VariableListProps) {
  const entries = Object.entries(values).map(([name, text]) => `${JSON.stringify(name)}: ${text}`);
  return (
    <div>
      <Box variant="h4" tagOverride="h3">
        {title}
      </Box>
      {entries.length === 0 ? (
        <Box color="text-body-secondary">{none}</Box>
      ) : (
        <JsonText label={title} text={`{${entries.join(',')}}`} />
      )}
    </div>
  );
}
