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
  /** What the model is called; its files are named after it. */
  readonly name: string;
}

/** A model to look at from all sides, and to take away. */
export function ModelViewer(props: ModelViewerProps) {
  const [canShow] = useState(hasWebGl);
  return canShow ? <LoadedModel {...props} /> : <NoWebGl {...props} />;
}

function LoadedModel({ files, name }: ModelViewerProps) {
  const [model, retry] = useModel(files);
  switch (model.phase) {
    case 'loading':
      return <LoadingModel share={model.share} />;
    case 'ready':
      return <ViewedModel files={files} name={name} file={model.file} cloud={model.cloud} />;
    case 'failed':
      return (
        <div className={styles.viewer}>
          <Notice kind="error" title="The model cannot be shown">
            <p>{model.message}</p>
            <Button onClick={retry}>Try again</Button>
          </Notice>
          <Downloads files={files} name={name} file={model.file} />
        </div>
      );
  }
}

function NoWebGl({ files, name }: ModelViewerProps) {
  return (
    <div className={styles.viewer}>
      <Notice kind="warning" title="This browser cannot show 3D models">
        <p>
          It has no WebGL 2, or it is switched off. Your model is ready all the same: download it and open it
          in a program such as Blender or MeshLab.
        </p>
      </Notice>
      <Downloads files={files} name={name} file={undefined} />
    </div>
  );
}
