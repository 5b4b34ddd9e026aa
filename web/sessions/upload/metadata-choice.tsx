import type { ChosenPhoto } from './chosen.ts';
import styles from './metadata-choice.module.css';
import { storeRemoval } from './removal.ts';

interface MetadataChoiceProps {
  readonly photo: ChosenPhoto;
  readonly remove: boolean;
  readonly onChange: (remove: boolean) => void;
}

/** Asks whether place and camera go with the photo, or says what happens to them. */
export function MetadataChoice({ photo, remove, onChange }: MetadataChoiceProps) {
  if (photo.isScaled)
    return <p className={styles.note}>The smaller copy has no place and no camera in it.</p>;
  if (!photo.hasRemovableMetadata) {
    return (
      <p className={styles.note}>
        A TIFF is uploaded unchanged, with its place and camera. The photo that Gen3D makes of it and works
        with has neither.
      </p>
    );
  }
  return (
    <label className={styles.choice}>
      <input
        type="checkbox"
        checked={remove}
        onChange={({ currentTarget }) => {
          storeRemoval(currentTarget.checked);
          onChange(currentTarget.checked);
        }}
      />
      Remove place and camera from the photo before the upload
    </label>
  );
}
