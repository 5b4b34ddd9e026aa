import { useRef } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Spinner } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import styles from './photo-choice.module.css';
import { SamplePhoto } from './sample-photo.tsx';

interface PhotoChoiceProps {
  readonly reading: boolean;
  readonly problem: string | undefined;
  readonly onChoose: (file: Blob) => void;
}

/** The ways to a photo: drop, paste, choose, take one, or the sample. */
export function PhotoChoice({ reading, problem, onChoose }: PhotoChoiceProps) {
  const files = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  return (
    <div className={styles.choice}>
      {problem !== undefined && (
        <Notice kind="error" title="This file cannot be used" className={styles.problem}>
          <p>{problem}</p>
        </Notice>
      )}
      <span className={styles.icon}>
        <Icon name="photo" size={28} />
      </span>
      <p className={styles.lead}>
        <span className={styles.desktop}>Drop a photo here, paste it, or</span>
        <span className={styles.phone}>Take a photo of a thing, or use one that you have</span>
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
      <p className={styles.hint}>JPEG or PNG. Only you can see it.</p>
      <SamplePhoto onChoose={onChoose} />
      {/* With these types, iPhones hand over their HEIC photos as JPEG. */}
      <FileInput input={files} accept="image/jpeg,image/png" onChoose={onChoose} />
      <FileInput input={camera} accept="image/jpeg" capture="environment" onChoose={onChoose} />
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
      Choose a photo
    </Button>
  );
}

interface FileInputProps {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly accept: string;
  readonly capture?: 'environment';
  readonly onChoose: (file: Blob) => void;
}

/** Never seen: the buttons click it. */
function FileInput({ input, onChoose, ...rest }: FileInputProps) {
  return (
    <input
      ref={input}
      type="file"
      hidden
      {...rest}
      onChange={({ currentTarget }) => {
        const file = currentTarget.files?.[0];
        // The same file may be chosen again.
        currentTarget.value = '';
        if (file !== undefined) onChoose(file);
      }}
    />
  );
}
