import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useRef } from 'react';

interface ReplayMenuProps {
  readonly busy: boolean;
  /** Label of the first entry. */
  readonly current?: string;
  readonly onCurrent: () => void;
  /** Receives the definition and the file's name. */
  readonly onFile: (definition: string, name: string) => void;
}

/** Replays the history against the current definition, or against a changed one before it is deployed. */
export function ReplayMenu({ busy, current, onCurrent, onFile }: ReplayMenuProps) {
  const input = useRef<HTMLInputElement>(null);
  const choose = async (file: File | undefined) => {
    if (file !== undefined) onFile(await file.text(), file.name);
  };
  return (
    <>
      <ButtonDropdown
        loading={busy}
        loadingText="Replaying"
        items={[
          { id: 'current', text: current ?? 'Against the current definition' },
          { id: 'file', text: 'Against a definition file…' },
        ]}
        onItemClick={({ detail }) => {
          if (detail.id === 'current') onCurrent();
          else input.current?.click();
        }}
      >
        Replay
      </ButtonDropdown>
      <input
        ref={input}
        hidden
        type="file"
        accept=".json,application/json"
        aria-label="Definition to replay against"
        tabIndex={-1}
        onChange={({ target }) => {
          void choose(target.files?.[0]);
          target.value = '';
        }}
      />
    </>
  );
}
