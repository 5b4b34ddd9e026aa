import type { PhotoLimits } from '#contracts/web-config.ts';
import { useTitle } from '#web/ui/use-title.ts';
import { SessionList } from './list/session-list.tsx';
import styles from './sessions-page.module.css';
import { UploadPanel } from './upload/upload-panel.tsx';

/** The start page of a signed-in user: make a model, and the models so far. */
export function SessionsPage({ limits }: { limits: PhotoLimits | undefined }) {
  useTitle('Your models');
  return (
    <div className={styles.page}>
      <UploadPanel limits={limits} />
      <SessionList />
    </div>
  );
}
