import { useState } from 'react';
import { megabytes } from '#contracts/format.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ModelFile, ModelFiles } from '../load/files.ts';
import styles from './model-viewer.module.css';
import { downloadUrl, fileName, save } from './save.ts';

interface DownloadsProps {
  readonly files: ModelFiles;
  readonly name: string;
  /** The mesh, if it is already loaded. */
  readonly file: Blob | undefined;
}

/** Download buttons for the model's files. */
export function Downloads({ files, name, file }: DownloadsProps) {
  const [fetching, setFetching] = useState<ModelFile>();
  const [problem, setProblem] = useState<string>();
  const fetchFile = async (wanted: ModelFile, as: string) => {
    setProblem(undefined);
    setFetching(wanted);
    try {
      downloadUrl(await files.url(wanted), as);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
    setFetching(undefined);
  };
  const mesh = fileName(name, 'ply');
  return (
    <>
      <div className={styles.downloads}>
        <Button
          busy={fetching === 'mesh'}
          onClick={() => (file ? save(file, mesh) : void fetchFile('mesh', mesh))}
        >
          <Icon name="download" /> Download PLY{' '}
          {file && <span className={styles.bytes}>{megabytes(file.size)}</span>}
        </Button>
        {files.hasSplat && (
          <Button
            kind="quiet"
            busy={fetching === 'splat'}
            onClick={() => void fetchFile('splat', fileName(`${name}-splat`, 'ply'))}
          >
            Download splat (PLY)
          </Button>
        )}
      </div>
      {problem !== undefined && (
        <Notice kind="error" title="Download failed">
          <p>{problem}</p>
        </Notice>
      )}
    </>
  );
}
