import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Progress } from '#web/ui/progress.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { sizeWords } from '../words.ts';
import styles from './chosen-photo.module.css';
import type { Upload, UploadState } from './use-upload.ts';

interface ChosenPhotoProps {
  readonly state: Extract<UploadState, { kind: 'chosen' | 'sending' }>;
  readonly upload: Upload;
}

/** The photo as it will be used, and the way on. */
export function ChosenPhoto({ state, upload }: ChosenPhotoProps) {
  const { photo } = state;
  const url = useObjectUrl(photo.blob);
  return (
    <div className={styles.chosen}>
      <div className={styles.frame}>
        {url !== undefined && (
          <img src={url} alt="What you chose" width={photo.width} height={photo.height} />
        )}
      </div>
      <div className={styles.side}>
        <div>
          <h2>Is the object well in sight?</h2>
          <p className={styles.facts}>
            {photo.width} × {photo.height} pixels, {sizeWords(photo.blob.size)}
          </p>
        </div>
        {state.kind === 'sending' ? (
          <Sending percent={state.percent} onStop={upload.clear} />
        ) : (
          <>
            {state.problem !== undefined && (
              <Notice kind="error" title="The photo was not sent">
                <p>{state.problem}</p>
              </Notice>
            )}
            <div className={styles.buttons}>
              <Button kind="main" onClick={upload.send}>
                <Icon name="check" />
                {state.problem === undefined ? 'Use this photo' : 'Try again'}
              </Button>
              <Button onClick={upload.clear}>Choose another</Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}

function Sending({ percent, onStop }: { percent: number; onStop: () => void }) {
  return (
    <div className={styles.sending}>
      <p role="status">{percent < 100 ? 'Uploading your photo …' : 'Starting …'}</p>
      <Progress value={percent} label="Upload" />
      <Button kind="quiet" onClick={onStop}>
        Stop
      </Button>
    </div>
  );
}
