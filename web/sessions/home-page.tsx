import type { PhotoLimits } from '#tasks/core/contracts/web-config.ts';
import { useTitle } from '#web/ui/use-title.ts';
import styles from './home-page.module.css';
import { SessionList } from './list/session-list.tsx';
import { UploadPanel } from './upload/upload-panel.tsx';

/** Where a signed-in person begins: a new model, and those so far. */
export function HomePage({ limits }: { limits: PhotoLimits | undefined }) {
  useTitle('Your models');
  return (
    <div className={styles.page}>
      <UploadPanel limits={limits} />
      <SessionList />
    </div>
  );
}
