import { useRef } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Spinner } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import styles from './photo-choice.module.css';
import { SamplePhoto } from './sample-photo.tsx';

interface PhotoChoiceProps {
  readonly reading: boolean;
  readonly error: string | undefined;
  readonly onChoose: (file: Blob) => void;
}

/** Drop, paste, choose or take a photo, or try the sample. */
export function PhotoChoice({ reading, error, onChoose }: PhotoChoiceProps) {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.choice}>
      {error !== undefined && (
        <Notice kind="error" title="We can't use this file" className={styles.error}>
          <p>{error}</p>
        </Notice>
      )}
      <span className={styles.icon}>
        <Icon name="photo" size={28} />
      </span>
      <p className={styles.lead}>
        <span className={styles.desktop}>Drop or paste a photo here, or</span>
        <span className={styles.phone}>Take a photo of an object, or choose one</span>
      </p>
      <div className={styles.buttons}>
        <span className={styles.phone}>
          <Button kind="main" onClick={() => camera.current?.click()}>
            <Icon name="camera" />
            Take a photo
          </Button>
        </span>
        <span className={styles.phone}>
          <ChooseButton kind="plain" reading={reading} onClick={() => files.current?.click()} />
        </span>
        <span className={styles.desktop}>
          <ChooseButton kind="main" reading={reading} onClick={() => files.current?.click()} />
        </span>
      </div>
      <p className={styles.hint}>JPEG, PNG, HEIC, WebP, AVIF, TIFF, GIF or BMP. Private to your account.</p>
      <SamplePhoto onChoose={onChoose} />
      {/* Some systems do not count HEIC and AVIF as images. */}
      <FileInput input={files} accept="image/*,.heic,.heif,.avif" onChoose={onChoose} />
      <FileInput input={camera} accept="image/*" capture="environment" onChoose={onChoose} />
    </div>
  );
}

interface ChooseButtonProps {
  readonly kind: 'main' | 'plain';
  readonly reading: boolean;
  readonly onClick: () => void;
}

function ChooseButton({ kind, reading, onClick }: ChooseButtonProps) {
  return (
    <Button kind={kind} busy={reading} onClick={onClick}>
      {reading ? <Spinner /> : <Icon name="upload" />}
      {reading ? 'Reading the photo…' : 'Choose a photo'}
    </Button>
  );
}

interface FileInputProps {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly accept: string;
  readonly capture?: 'environment';
  readonly onChoose: (file: Blob) => void;
}

/** Hidden: the buttons click it. */
function FileInput({ input, onChoose, ...rest }: FileInputProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      {...rest}
      onChange={({ currentTarget }) => {
        const file = currentTarget.files?.[0];
        // Choosing the same file again must fire another change event.
        currentTarget.value = '';
        if (file !== undefined) onChoose(file);
      }}
    />
  );
}
