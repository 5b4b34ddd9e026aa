import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Visit } from '../model/visits.ts';
import { JsonText } from './json-text.tsx';

/** Variables as the state found them, and those that it set. */
export function Variables({ visit: { variables, assigned } }: { visit: Visit }) {
  return (
    <SpaceBetween size="m">
      <Part title="Set here" values={assigned} none="It sets none." />
      <Part title="Found" values={variables} none="There were none yet." />
    </SpaceBetween>
  );
}

interface PartProps {
  readonly title: string;
  readonly values: Readonly<Record<string, string>>;
  readonly none: string;
}

function Part({ title, values, none }: PartProps) {
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
