import { Loading } from '#web/ui/loading.tsx';
import { Notice } from '#web/ui/notice.tsx';
import type { MaskEditorProps } from '../state/use-editor.ts';
import { usePicture } from '../state/use-picture.ts';
import styles from './editor.module.css';
import { Editor } from './editor.tsx';

/** Lets a user select the object in a photo. */
export function MaskEditor(props: MaskEditorProps) {
  const picture = usePicture(props.photo, props.outline);
  if (picture === undefined)
    return (
      <div className={styles.waiting}>
        <Loading what="the photo" />
      </div>
    );
  if (picture instanceof Error) return <Notice kind="error">{picture.message}</Notice>;
  return <Editor key={props.draftKey} {...props} picture={picture} />;
}
