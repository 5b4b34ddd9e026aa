import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { prettyJson } from '../model/format.ts';
import styles from './json-text.module.css';
import { useRedaction } from './secrets.tsx';

interface JsonTextProps {
  /** JSON text, shown indented. Any other text is shown unchanged. */
  readonly text: string | undefined;
  /** Names the text for the copy button and screen readers. */
  readonly label: string;
}

export function JsonText({ text, label }: JsonTextProps) {
  const redact = useRedaction();
  if (text === undefined) return <p className={styles.none}>None</p>;
  const shown = redact(prettyJson(text));
  return (
    <div className={styles.box}>
      <div className={styles.copy}>
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={`Copy ${label}`}
          textToCopy={shown}
          copySuccessText="Copied"
          copyErrorText="Couldn't copy"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable with the keyboard */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        <pre>{shown}</pre>
      </section>
    </div>
  );
}
