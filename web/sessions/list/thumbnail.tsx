import { useEffect, useRef, useState } from 'react';
import { Icon } from '#web/ui/icon.tsx';
import { useObjectUrl } from '#web/ui/use-object-url.ts';
import { useThumbnail } from '../thumbnails/use-thumbnail.ts';
import styles from './thumbnail.module.css';

/** The session's photo, small; fetched when it comes into sight. */
export function Thumbnail({ jobId }: { jobId: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  const url = useObjectUrl(useThumbnail(jobId, useInSight(ref)));
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

function useInSight(ref: React.RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || seen) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref, seen]);
  return seen;
}
