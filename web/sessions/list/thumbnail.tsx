import { useEffect, useRef, useState } from 'react';
import { Icon } from '#web/ui/icon.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { useThumbnail } from '../thumbnails/use-thumbnail.ts';
import styles from './thumbnail.module.css';

/** The session's photo in the list. It is fetched when it scrolls into view. */
export function Thumbnail({ jobId }: { jobId: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const url = useObjectUrl(useThumbnail(jobId, useVisible(ref)));
  return (
    <span ref={ref} className={styles.frame}>
      {url === undefined ? (
        <Icon name="cube" size={32} />
      ) : (
        <img src={url} alt="" className={styles.picture} />
      )}
    </span>
  );
}

function useVisible(ref: React.RefObject<Element | null>): boolean {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || visible) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setVisible(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, visible]);
  return visible;
}
