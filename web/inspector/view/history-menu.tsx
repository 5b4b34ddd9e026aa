import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import type { HistoryEvent } from '#state-machines/asl/types.ts';
import { exportHistory } from '../model/export.ts';

interface HistoryMenuProps {
  readonly name: string;
  readonly history: readonly HistoryEvent[];
}

/** Copies or downloads the history as `aws stepfunctions get-execution-history` prints it. */
export function HistoryMenu({ name, history }: HistoryMenuProps) {
  const [label, setLabel] = useState('History');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(exportHistory(history));
      setLabel('Copied');
    } catch {
      setLabel('Copy failed');
    }
  };
  return (
    <ButtonDropdown
      items={[
        { id: 'copy', text: 'Copy as JSON', iconName: 'copy' },
        { id: 'download', text: 'Download as JSON', iconName: 'download' },
      ]}
      onItemClick={({ detail }) => {
        if (detail.id === 'copy') void copy();
        else download(`${name}.json`, exportHistory(history));
      }}
    >
      {label}
    </ButtonDropdown>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
