import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ModelFiles } from '../load/files.ts';
import { Downloads } from './downloads.tsx';
import { LoadingModel } from './loading-model.tsx';
import styles from './model-viewer.module.css';
import { useModel } from './use-model.ts';
import { hasWebGl } from './use-scene.ts';
import { ViewedModel } from './viewed-model.tsx';

export interface ModelViewerProps {
  readonly files: ModelFiles;
  /** Name of the model and its files. */
  readonly name: string;
}

/** Shows a model in 3D and offers its files. */
export function ModelViewer(props: ModelViewerProps) {
  const [canShow] = useState(hasWebGl);
  const [attempt, setAttempt] = useState(0);
  if (!canShow) return <NoWebGl {...props} />;
  const key = `${props.files.id} ${attempt}`;
  return <LoadedModel key={key} {...props} onRetry={() => setAttempt(attempt + 1)} />;
}

function LoadedModel({ files, name, onRetry }: ModelViewerProps & { onRetry: () => void }) {
  const model = useModel(files);
  switch (model.phase) {
    case 'loading':
      return <LoadingModel share={model.share} />;
    case 'ready':
      return <ViewedModel files={files} name={name} file={model.file} shape={model.shape} />;
    case 'failed':
      return (
        <div className={styles.viewer}>
          <Notice kind="error" title="Couldn't load the model">
            <p>{model.message}</p>
            <Button onClick={onRetry}>Try again</Button>
          </Notice>
          <Downloads files={files} name={name} file={model.file} />
        </div>
      );
  }
}

function NoWebGl({ files, name }: ModelViewerProps) {
  return (
    <div className={styles.viewer}>
      <Notice kind="warning" title="Your browser can't show 3D models">
        <p>
          WebGL 2 is missing or turned off. You can still download your model and open it in Blender or
          MeshLab.
        </p>
      </Notice>
      <Downloads files={files} name={name} file={undefined} />
    </div>
  );
}
