import { useState } from 'react';
import { errorMessage } from '#web/api/error-message.ts';
import { Button } from '#web/ui/button.tsx';
// The cup of `local/demo/sample`, as JPEG: public domain (CC0).
import cup from './cup.jpg';
import styles from './sample-photo.module.css';

/** A sample for users without a photo. */
export function SamplePhoto({ onChoose }: { onChoose: (file: Blob) => void }) {
  const [error, setError] = useState<string>();
  const choose = async () => {
    try {
      const response = await fetch(cup);
      onChoose(new File([await response.blob()], 'cup.jpg', { type: 'image/jpeg' }));
    } catch (cause) {
      setError(errorMessage(cause));
    }
  };
  return (
    <div className={styles.sample}>
      <span>No photo handy?</span>
      <Button kind="quiet" onClick={() => void choose()} className={styles.button}>
        <img src={cup} alt="" width={48} height={32} />
        Try this cup
      </Button>
      {error !== undefined && <p role="alert">{error}</p>}
    </div>
  );
}
