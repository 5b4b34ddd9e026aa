import { type RefObject, useEffect, useId, useRef, useState } from 'react';
import { countsOf } from '#client/ply.ts';
import { geometryText } from '#contracts/format.ts';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ModelFiles } from '../load/files.ts';
import type { Shape } from '../load/shape.ts';
import type { ModelScene } from '../scene/scene.ts';
import { type Background, backgroundTexts } from './backgrounds.ts';
import { Controls } from './controls.tsx';
import { Downloads } from './downloads.tsx';
import { handleKey } from './keys.ts';
import styles from './model-viewer.module.css';
import { fileName, save } from './save.ts';
import { isTouch, prefersReducedMotion, useScene } from './use-scene.ts';
import { type Surface, useSplats } from './use-splats.ts';

interface ViewedModelProps {
  readonly files: ModelFiles;
  readonly name: string;
  readonly file: Blob;
  readonly shape: Shape;
}

/** The model with its controls. */
export function ViewedModel(props: ViewedModelProps) {
  const { name, shape } = props;
  const container = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const [isRotating, setRotating] = useState(() => !prefersReducedMotion());
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
        aria-label={`3D model of ${name}, ${geometryText(countsOf(shape))}`}
        aria-describedby={helpId}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the scene handles keys
        tabIndex={0}
      />
      <Scene
        key={`scene ${restarts}`}
        {...props}
        container={container}
        isRotating={isRotating}
        onRotating={setRotating}
        background={background}
        onBackground={setBackground}
        onRestart={() => setRestarts((count) => count + 1)}
      />
      <p id={helpId} className={styles.help}>
        {isTouch()
          ? 'Drag to rotate, pinch to zoom, drag with two fingers to pan.'
          : 'Drag to rotate, scroll or pinch to zoom, right-drag to pan. Keyboard: arrows rotate, Shift with arrows pans, + and − zoom, 0 resets the view.'}
      </p>
      <Downloads {...props} />
    </div>
  );
}

interface SceneProps extends ViewedModelProps {
  readonly container: RefObject<HTMLDivElement | null>;
  readonly isRotating: boolean;
  readonly onRotating: (isRotating: boolean) => void;
  readonly background: Background;
  readonly onBackground: (background: Background) => void;
  readonly onRestart: () => void;
}

function Scene(props: SceneProps) {
  const state = useScene(props.container, props.shape, () => props.onRotating(false));
  switch (state.phase) {
    case 'starting':
      return <div className={styles.reserved} />;
    case 'shown':
      return <SceneControls {...props} scene={state.scene} />;
    case 'failed':
      return (
        <Notice kind="warning" title="The viewer stopped">
          <p>Your graphics card ran out of memory. Restart the viewer or download the model.</p>
          <Button onClick={props.onRestart}>Restart viewer</Button>
        </Notice>
      );
  }
}

function SceneControls({ scene, ...props }: SceneProps & { scene: ModelScene }) {
  const { container, files, name, shape, isRotating, onRotating, background } = props;
  const [surface, setSurface] = useState<Surface>('model');
  const [pointSize, setPointSize] = useState(1);
  const splatState = useSplats(scene, files, surface === 'splat');
  useEffect(() => scene.setAutoRotate(isRotating), [scene, isRotating]);
  useEffect(() => scene.setPointSize(pointSize), [scene, pointSize]);
  useEffect(() => {
    const stage = container.current;
    const press = (event: KeyboardEvent) => {
      if (!handleKey(scene, event)) return;
      event.preventDefault();
      onRotating(false);
    };
    stage?.addEventListener('keydown', press);
    return () => stage?.removeEventListener('keydown', press);
  }, [scene, container, onRotating]);
  const saveImage = async () => {
    save(await scene.screenshot(backgroundTexts[background].colour), fileName(name, 'png'));
  };
  return (
    <>
      <Controls
        hasSplat={files.hasSplat}
        kind={shape.kind}
        surface={surface}
        splatState={splatState}
        onSurface={setSurface}
        pointSize={pointSize}
        onPointSize={setPointSize}
        background={background}
        onBackground={props.onBackground}
        isRotating={isRotating}
        onRotating={onRotating}
        onReset={() => {
          onRotating(false);
          scene.reset();
        }}
        onSaveImage={saveImage}
      />
      {splatState === 'failed' && (
        <Notice kind="warning">Couldn't show the splat. Showing the {shape.kind} instead.</Notice>
      )}
    </>
  );
}
