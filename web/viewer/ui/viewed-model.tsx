import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { Cloud } from '../load/cloud.ts';
import type { ModelFiles } from '../load/files.ts';
import type { ModelScene } from '../scene/scene.ts';
import { type Background, backgroundTexts } from './backgrounds.ts';
import { Controls } from './controls.tsx';
import { Downloads } from './downloads.tsx';
import { steer } from './keys.ts';
import styles from './model-viewer.module.css';
import { fileName, save } from './save.ts';
import { prefersReducedMotion, useScene } from './use-scene.ts';
import { type Surface, useSplats } from './use-splats.ts';

interface ViewedModelProps {
  readonly files: ModelFiles;
  readonly name: string;
  readonly file: Blob;
  readonly cloud: Cloud;
}

/** The model in its scene, with what can be done to it. */
export function ViewedModel(props: ViewedModelProps) {
  const { name, cloud } = props;
  const container = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const [isTurning, setTurning] = useState(() => !prefersReducedMotion());
  const [background, setBackground] = useState<Background>('page');
  const [restarts, setRestarts] = useState(0);
  return (
    <div className={styles.viewer}>
      <div
        key={restarts}
        ref={container}
        className={styles.stage}
        data-background={background}
        role="application"
        aria-label={`3D model of ${name}, ${cloud.count.toLocaleString('en')} points`}
        aria-describedby={helpId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the scene takes keys
        tabIndex={0}
      />
      <Scene
        key={`scene ${restarts}`}
        {...props}
        container={container}
        isTurning={isTurning}
        onTurning={setTurning}
        background={background}
        onBackground={setBackground}
        onRestart={() => setRestarts((count) => count + 1)}
      />
      <p id={helpId} className={styles.help}>
        Drag to turn, two fingers or the wheel to zoom, right-drag to move. Keys: arrows turn, Shift with
        arrows moves, + and − zoom, 0 resets.
      </p>
      <Downloads {...props} />
    </div>
  );
}

interface SceneProps extends ViewedModelProps {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly isTurning: boolean;
  readonly onTurning: (isTurning: boolean) => void;
  readonly background: Background;
  readonly onBackground: (background: Background) => void;
  readonly onRestart: () => void;
}

function Scene(props: SceneProps) {
  const state = useScene(props.container, props.cloud, () => props.onTurning(false));
  switch (state.phase) {
    case 'starting':
      return <div className={styles.reserved} />;
    case 'shown':
      return <SceneControls {...props} scene={state.scene} />;
    case 'failed':
      return (
        <Notice kind="warning" title="The model is not shown any more">
          <p>
            The graphics card took its memory back, or has too little. You can download the model, or try
            again.
          </p>
          <Button onClick={props.onRestart}>Show it again</Button>
        </Notice>
      );
  }
}

function SceneControls({ scene, ...props }: SceneProps & { scene: ModelScene }) {
  const { container, files, name, isTurning, onTurning, background } = props;
  const [surface, setSurface] = useState<Surface>('points');
  const [pointSize, setPointSize] = useState(1);
  const splatState = useSplats(scene, files, surface === 'splat');
  useEffect(() => scene.setTurntable(isTurning), [scene, isTurning]);
  useEffect(() => scene.setPointSize(pointSize), [scene, pointSize]);
  useEffect(() => {
    const stage = container.current;
    const press = (event: KeyboardEvent) => {
      if (!steer(scene, event)) return;
      event.preventDefault();
      onTurning(false);
    };
    stage?.addEventListener('keydown', press);
    return () => stage?.removeEventListener('keydown', press);
  }, [scene, container, onTurning]);
  const savePicture = async () => {
    save(await scene.screenshot(backgroundTexts[background].colour), fileName(name, 'png'));
  };
  return (
    <>
      <Controls
        hasSplat={files.hasSplat}
        surface={surface}
        splatState={splatState}
        onSurface={setSurface}
        pointSize={pointSize}
        onPointSize={setPointSize}
        background={background}
        onBackground={props.onBackground}
        isTurning={isTurning}
        onTurning={onTurning}
        onReset={() => {
          onTurning(false);
          scene.reset();
        }}
        onPicture={savePicture}
      />
      {splatState === 'failed' && (
        <Notice kind="warning">The splat could not be shown; the points are the same object.</Notice>
      )}
    </>
  );
}
