import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useRef } from 'react';
import styles from './replay-menu.module.css';

interface ReplayMenuProps {
  readonly busy: boolean;
  /** What the first entry says. */
  readonly current?: string;
  readonly onCurrent: () => void;
  /** A definition from a file; its name in words. */
  readonly onFile: (definition: string, name: string) => void;
}

/** Holds the history against a definition: the current one, or a changed one before it is deployed. */
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
          { id: 'file', text: 'Against a definition from a file …' },
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
        className={styles.file}
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
