import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import styles from './submit-panel.module.css';

interface OutlineChoiceProps {
  /** The selection started with the outline. */
  readonly chosen: boolean;
  readonly onChoose: () => void;
}

/** Offers what is opaque in the user's photo as the selection to start with. */
export function OutlineChoice({ chosen, onChoose }: OutlineChoiceProps) {
  if (chosen) {
    return (
      <p className={styles.outline}>
        This is the photo's own outline. Brush and eraser change it. A click on the photo starts over.
      </p>
    );
  }
  return (
    <Button onClick={onChoose}>
      <Icon name="contrast" /> Use the photo's own outline
    </Button>
  );
}
