import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { prettyJson } from '../model/format.ts';
import styles from './json-text.module.css';
import { useRedaction } from './secrets.tsx';

interface JsonTextProps {
  /** JSON text; anything else is shown as it is. */
  readonly text: string | undefined;
  /** What it is, for the copy button and screen readers. */
  readonly label: string;
}

export function JsonText({ text, label }: JsonTextProps) {
  const redact = useRedaction();
  if (text === undefined) return <p className={styles.none}>There is none.</p>;
  const shown = redact(prettyJson(text));
  return (
    <div className={styles.box}>
      <div className={styles.copy}>
        <CopyToClipboard
          variant="icon"
          copyButtonAriaLabel={`Copy: ${label}`}
          textToCopy={shown}
          copySuccessText="Copied"
          copyErrorText="The browser did not let it be copied"
        />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className={styles.text} tabIndex={0} aria-label={label}>
        <pre>{shown}</pre>
      </section>
    </div>
  );
}
