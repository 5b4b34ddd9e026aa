import { fileSize } from '#contracts/format.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Progress } from '#web/ui/progress.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import styles from './chosen-photo.module.css';
import type { Upload, UploadState } from './use-upload.ts';

interface ChosenPhotoProps {
  readonly state: Extract<UploadState, { kind: 'chosen' | 'sending' }>;
  readonly upload: Upload;
}

/** A preview of the photo, and the button that uploads it. */
export function ChosenPhoto({ state, upload }: ChosenPhotoProps) {
  const { photo } = state;
  const url = useObjectUrl(photo.blob);
  return (
    <div className={styles.chosen}>
      <div className={styles.frame}>
        {url !== undefined && <img src={url} alt="Your upload" width={photo.width} height={photo.height} />}
      </div>
      <div className={styles.side}>
        <div>
          <h2>Is the whole object visible?</h2>
          <p className={styles.facts}>
            {photo.width} × {photo.height} pixels, {fileSize(photo.blob.size)}
          </p>
        </div>
        {state.kind === 'sending' ? (
          <Sending percent={state.percent} onCancel={upload.clear} />
        ) : (
          <>
            {state.error !== undefined && (
              <Notice kind="error" title="Upload failed">
                <p>{state.error}</p>
              </Notice>
            )}
            <div className={styles.buttons}>
              <Button kind="main" onClick={upload.send}>
                <Icon name="check" />
                {state.error === undefined ? 'Use this photo' : 'Try again'}
              </Button>
              <Button onClick={upload.clear}>Choose another</Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Sending({ percent, onCancel }: { percent: number; onCancel: () => void }) {
  return (
    <div className={styles.sending}>
      <p role="status">{percent < 100 ? 'Uploading your photo…' : 'Starting…'}</p>
      <Progress value={percent} label="Upload" />
      <Button kind="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
