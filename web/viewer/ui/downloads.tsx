import { useState } from 'react';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { ModelFile, ModelFiles } from '../load/files.ts';
import styles from './model-viewer.module.css';
import { fileName, follow, save } from './save.ts';

interface DownloadsProps {
  readonly files: ModelFiles;
  readonly name: string;
  /** The mesh, where it is here already. */
  readonly file: Blob | undefined;
}

/** The files of the model, to take away. */
export function Downloads({ files, name, file }: DownloadsProps) {
  const [fetching, setFetching] = useState<ModelFile>();
  const [problem, setProblem] = useState<string>();
  const fetchFile = async (wanted: ModelFile, as: string) => {
    setProblem(undefined);
    setFetching(wanted);
    try {
      follow(await files.url(wanted), as);
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
          {file && <span className={styles.bytes}>{megabytes(file)}</span>}
        </Button>
        {files.hasSplat && (
          <Button
            kind="quiet"
            busy={fetching === 'splat'}
            onClick={() => void fetchFile('splat', fileName(`${name}-splat`, 'ply'))}
          >
            Download the splat (PLY)
          </Button>
        )}
      </div>
      {problem !== undefined && (
        <Notice kind="error" title="The file cannot be fetched">
          <p>{problem}</p>
        </Notice>
      )}
    </>
  );
}

function megabytes({ size }: Blob): string {
  return `${(size / 1_000_000).toFixed(1)} MB`;
}
