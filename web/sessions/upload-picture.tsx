import { type ReactNode, useState } from 'react';
import { fileSize } from '#contracts/format.ts';
import { Icon } from '#web/ui/icon.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import styles from './upload-picture.module.css';

/** A file that the user chose in this tab. */
export interface UploadedFile {
  readonly blob: Blob;
  readonly name: string;
}

interface UploadPictureProps {
  readonly file: UploadedFile;
  /** Shown with name and size when the browser cannot show the file. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
}

/** The user's file if the browser can show it, and its name and size if not. */
export function UploadPicture({ file, children, className }: UploadPictureProps) {
  const url = useObjectUrl(file.blob);
  const [failed, setFailed] = useState<Blob>();
  const [shown, setShown] = useState<Blob>();
  if (failed === file.blob) {
    return (
      <PhotoTile name={file.name} bytes={file.blob.size}>
        {children}
      </PhotoTile>
    );
  }
  if (url === undefined) return null;
  return (
    <img
      src={url}
      alt="Your upload"
      className={className}
      // The icon of a broken picture must not flash before the tile.
      hidden={shown !== file.blob}
      onLoad={() => setShown(file.blob)}
      onError={() => setFailed(file.blob)}
    />
  );
}

/** Stands for a photo that cannot be shown yet. */
export function PhotoTile(props: { name?: string; bytes?: number; children: ReactNode }) {
  const { name, bytes, children } = props;
  return (
    <div className={styles.tile}>
      <Icon name="photo" size={40} />
      {name !== undefined && <p className={styles.name}>{name}</p>}
      {bytes !== undefined && <p>{fileSize(bytes)}</p>}
      <p>{children}</p>
    </div>
  );
}
