import { useState } from 'react';
import { fileSize } from '#contracts/format.ts';
import { formatNames } from '#web/photo/format-names.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { Progress } from '#web/ui/progress.tsx';
import { UploadPicture } from '../upload-picture.tsx';
import type { ChosenPhoto as Photo } from './chosen.ts';
import styles from './chosen-photo.module.css';
import { MetadataChoice } from './metadata-choice.tsx';
import { readRemoval } from './removal.ts';
import type { Upload, UploadState } from './use-upload.ts';

interface ChosenPhotoProps {
  readonly state: Extract<UploadState, { kind: 'chosen' | 'sending' }>;
  readonly upload: Upload;
}

/** A preview of the photo, and the button that uploads it. */
export function ChosenPhoto({ state, upload }: ChosenPhotoProps) {
  const { photo } = state;
  const [remove, setRemove] = useState(readRemoval);
  return (
    <div className={styles.chosen}>
      <div className={styles.frame}>
        <UploadPicture file={photo}>
          This browser can't show {formatNames[photo.header.format]} photos. You see it after the upload.
        </UploadPicture>
      </div>
      <div className={styles.side}>
        <div>
          <h2>Is the whole object in the photo?</h2>
          <Facts photo={photo} />
        </div>
        {state.kind === 'sending' ? (
          <Sending percent={state.percent} onCancel={upload.clear} />
        ) : (
          <>
            <MetadataChoice photo={photo} remove={remove} onChange={setRemove} />
            {state.error !== undefined && (
              <Notice kind="error" title="Upload failed">
                <p>{state.error}</p>
              </Notice>
            )}
            <div className={styles.buttons}>
              <Button kind="main" onClick={() => upload.send(remove)}>
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

function Facts({ photo }: { photo: Photo }) {
  const size = `${photo.size.width.toLocaleString('en')} × ${photo.size.height.toLocaleString('en')}`;
  return (
    <>
      <p className={styles.facts}>
        {size} pixels, {fileSize(photo.blob.size)}
      </p>
      {photo.isScaled && (
        <p role="status" className={styles.facts}>
          The photo was scaled to {size}, because it was over this site's limits.
        </p>
      )}
    </>
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
