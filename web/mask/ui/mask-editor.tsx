import type { Embeddings } from '#client/mask/index.ts';
import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { Reason } from '../model/reason.ts';
import { usePicture } from '../state/use-picture.ts';
import styles from './editor.module.css';
import { Editor } from './editor.tsx';

export interface MaskEditorProps {
  readonly photo: Blob;
  /** What `decodeEmbeddings` of client/mask makes of the session's files; asked again after a failure. */
  readonly loadEmbeddings: () => Promise<Embeddings>;
  /** Why the server refused the mask before. */
  readonly refusal?: Reason | undefined;
  /** How many masks of this session were refused so far. */
  readonly round?: number;
  /** Hands in a PNG of the upright photo's size; what it throws is told, and one tries again. */
  readonly onSubmit: (mask: Blob) => Promise<void>;
  /** Drawings are kept under it in this browser. */
  readonly draftKey: string;
}

/** Where a user tells the object from the rest of the photo. */
export function MaskEditor(props: MaskEditorProps) {
  const picture = usePicture(props.photo);
  if (picture === undefined)
    return (
      <div className={styles.waiting}>
        <Loading what="the photo" />
      </div>
    );
  if (picture instanceof Error) return <Notice kind="error">{picture.message}</Notice>;
  return <Editor key={props.draftKey} {...props} picture={picture} />;
}
