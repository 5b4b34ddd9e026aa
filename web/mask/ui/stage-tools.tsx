import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { ViewAction } from '../state/use-view.ts';
import { zoomStep } from '../tools/shortcuts.ts';
import { tipSize } from '../tools/tool.ts';
import styles from './stage-tools.module.css';

interface HistoryToolsProps {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

export function HistoryTools({ canUndo, canRedo, onUndo, onRedo }: HistoryToolsProps) {
  return (
    <div className={styles.group}>
      <Button kind="quiet" label="Undo" disabled={!canUndo} onClick={onUndo}>
        <Icon name="undo" />
      </Button>
      <Button kind="quiet" label="Redo" disabled={!canRedo} onClick={onRedo}>
        <Icon name="redo" />
      </Button>
    </div>
  );
}

interface ZoomToolsProps {
  readonly zoom: number;
  readonly changeView: (action: ViewAction) => void;
}

export function ZoomTools({ zoom, changeView }: ZoomToolsProps) {
  return (
    <div className={styles.group}>
      <Button
        kind="quiet"
        label="Zoom in"
        onClick={() => changeView({ type: 'zoom', factor: zoomStep ** 2 })}
      >
        <Icon name="plus" />
      </Button>
      <Button
        kind="quiet"
        label="Zoom out"
        disabled={zoom <= 1}
        onClick={() => changeView({ type: 'zoom', factor: zoomStep ** -2 })}
      >
        <Icon name="minus" />
      </Button>
      <Button
        kind="quiet"
        label="Fit to screen"
        disabled={zoom <= 1}
        onClick={() => changeView({ type: 'fit' })}
      >
        <Icon name="fit" />
      </Button>
    </div>
  );
}

interface TipSizeProps {
  readonly size: number;
  readonly onChange: (size: number) => void;
}

export function TipSize({ size, onChange }: TipSizeProps) {
  return (
    <label className={styles.size}>
      <span className={styles.label}>Size</span>
      <input
        type="range"
        min={tipSize.min}
        max={tipSize.max}
        aria-label="Brush size"
        value={size}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </label>
  );
}
