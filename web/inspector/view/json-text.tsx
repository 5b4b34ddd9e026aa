import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { prettyJson } from '../model/format.ts';
import styles from './json-text.module.css';

interface JsonTextProps {
  /** JSON text; anything else is shown as it is. */
  readonly text: string | undefined;
  /** What it is, for the copy button and screen readers. */
  readonly label: string;
  /** A task token that is still out: whoever sees it could answer the task. */
  readonly secret?: string | undefined;
}

export function JsonText({ text, label, secret }: JsonTextProps) {
  if (text === undefined) return <p className={styles.none}>There is none.</p>;
  const pretty = prettyJson(text);
  const shown = secret === undefined ? pretty : pretty.replaceAll(secret, '(task token)');
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
