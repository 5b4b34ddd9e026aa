import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import type { Shape } from '../load/shape.ts';
import { type Background, backgrounds, backgroundTexts } from './backgrounds.ts';
import styles from './controls.module.css';
import type { SplatState, Surface } from './use-splats.ts';

interface ControlsProps {
  readonly hasSplat: boolean;
  readonly kind: Shape['kind'];
  readonly surface: Surface;
  readonly splatState: SplatState;
  readonly onSurface: (surface: Surface) => void;
  /** At 1 the surface looks closed. */
  readonly pointSize: number;
  readonly onPointSize: (size: number) => void;
  readonly background: Background;
  readonly onBackground: (background: Background) => void;
  readonly isRotating: boolean;
  readonly onRotating: (isRotating: boolean) => void;
  readonly onReset: () => void;
  readonly onSaveImage: () => void;
}

export function Controls(props: ControlsProps) {
  const { hasSplat, kind, surface, splatState, isRotating } = props;
  return (
    <div className={styles.controls} role="toolbar" aria-label="View">
      <div className={styles.group}>
        <Button pressed={isRotating} onClick={() => props.onRotating(!isRotating)}>
          <Icon name={isRotating ? 'pause' : 'play'} /> Auto-rotate
        </Button>
        <Button onClick={props.onReset}>
          <Icon name="repeat" /> Reset view
        </Button>
        <Button onClick={props.onSaveImage}>
          <Icon name="camera" /> Save image
        </Button>
      </div>
      {hasSplat && (
        <fieldset className={styles.choice}>
          <legend>Show</legend>
          <Button pressed={surface === 'model'} onClick={() => props.onSurface('model')}>
            {kind === 'mesh' ? 'Mesh' : 'Points'}
          </Button>
          <Button
            pressed={surface === 'splat'}
            busy={splatState === 'loading'}
            onClick={() => props.onSurface('splat')}
          >
            Splat
          </Button>
        </fieldset>
      )}
      {kind === 'points' && (
        <label className={styles.size}>
          Point size
          <input
            type="range"
            min={0.2}
            max={3}
            step={0.05}
            value={props.pointSize}
            disabled={surface === 'splat'}
            onChange={(event) => props.onPointSize(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <fieldset className={styles.choice}>
        <legend>Background</legend>
        {backgrounds.map((each) => (
          <button
            key={each}
            type="button"
            className={styles.swatch}
            data-background={each}
            aria-pressed={each === props.background}
            aria-label={backgroundTexts[each].name}
            title={backgroundTexts[each].name}
            onClick={() => props.onBackground(each)}
          />
        ))}
      </fieldset>
    </div>
  );
}
