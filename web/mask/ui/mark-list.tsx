import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { Action } from '../model/actions.ts';
import type { Drawing } from '../model/drawing.ts';
import styles from './mark-list.module.css';

interface MarkListProps {
  readonly drawing: Drawing;
  readonly act: (action: Action) => void;
}

/** Lists clicks, box and strokes as text, so that screen reader users can review and remove them. */
export function MarkList({ drawing: { clicks, box, strokes }, act }: MarkListProps) {
  const count = clicks.length + (box ? 1 : 0) + strokes.length;
  if (count === 0) return null;
  return (
    <details className={styles.marks}>
      <summary>{count === 1 ? '1 edit' : `${count} edits`}</summary>
      <ul>
        {box && (
          <Mark
            text={`Box of ${Math.round(box.x1 - box.x0)} × ${Math.round(box.y1 - box.y0)} pixels`}
            onRemove={() => act({ type: 'remove-box' })}
          />
        )}
        {clicks.map(({ x, y, label }, index) => (
          <Mark
            // biome-ignore lint/suspicious/noArrayIndexKey: the same point may be clicked twice
            key={index}
            text={`${label === 1 ? 'Included' : 'Excluded'} point at ${Math.floor(x)}, ${Math.floor(y)}`}
            onRemove={() => act({ type: 'remove-click', index })}
          />
        ))}
        {strokes.length > 0 && (
          <li>{strokes.length === 1 ? '1 stroke' : `${strokes.length} strokes`} (use Undo to remove)</li>
        )}
      </ul>
    </details>
  );
}

function Mark({ text, onRemove }: { text: string; onRemove: () => void }) {
  return (
    <li>
      {text}
      <Button kind="quiet" label={`Remove: ${text}`} onClick={onRemove}>
        <Icon name="close" size={16} />
      </Button>
    </li>
  );
}
