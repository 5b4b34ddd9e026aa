import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import styles from './model-viewer.module.css';
import { fileName, save } from './save.ts';

interface DownloadsProps {
  readonly mesh: string;
  readonly splat: string | undefined;
  readonly name: string;
  /** The mesh, where it is here already. */
  readonly file: Blob | undefined;
}

/** The files of the model. Links work where nothing else does. */
export function Downloads({ mesh, splat, name, file }: DownloadsProps) {
  return (
    <div className={styles.downloads}>
      {file ? (
        <Button onClick={() => save(file, fileName(name, 'ply'))}>
          <Icon name="download" /> Download PLY <span className={styles.bytes}>{megabytes(file)}</span>
        </Button>
      ) : (
        <a href={mesh} download={fileName(name, 'ply')}>
          Download PLY
        </a>
      )}
      {splat !== undefined && (
        <a href={splat} download={fileName(`${name}-splat`, 'ply')}>
          Download the splat (PLY)
        </a>
      )}
    </div>
  );
}

function megabytes({ size }: Blob): string {
  return `${(size / 1_000_000).toFixed(1)} MB`;
}
