import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { type Background, backgrounds, backgroundTexts } from './backgrounds.ts';
import styles from './controls.module.css';
import type { SplatState, Surface } from './use-splats.ts';

interface ControlsProps {
  readonly hasSplat: boolean;
  readonly surface: Surface;
  readonly splatState: SplatState;
  readonly onSurface: (surface: Surface) => void;
  /** 1 about closes the surface. */
  readonly pointSize: number;
  readonly onPointSize: (size: number) => void;
  readonly background: Background;
  readonly onBackground: (background: Background) => void;
  readonly isTurning: boolean;
  readonly onTurning: (isTurning: boolean) => void;
  readonly onReset: () => void;
  readonly onPicture: () => void;
}

export function Controls(props: ControlsProps) {
  const { hasSplat, surface, splatState, isTurning } = props;
  return (
    <div className={styles.controls} role="toolbar" aria-label="View">
      <div className={styles.group}>
        <Button pressed={isTurning} onClick={() => props.onTurning(!isTurning)}>
          <Icon name={isTurning ? 'pause' : 'play'} /> Turntable
        </Button>
        <Button onClick={props.onReset}>
          <Icon name="repeat" /> Reset view
        </Button>
        <Button onClick={props.onPicture}>
          <Icon name="camera" /> Save picture
        </Button>
      </div>
      {hasSplat && (
        <fieldset className={styles.choice}>
          <legend>Show</legend>
          <Button pressed={surface === 'points'} onClick={() => props.onSurface('points')}>
            Points
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
