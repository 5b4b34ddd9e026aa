import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '#web/api/client.tsx';
import { Icon } from '#web/ui/icon.tsx';
import styles from './thumbnail.module.css';

interface ThumbnailProps {
  readonly jobId: string;
  /** Undefined until the photo is prepared. */
  readonly url: string | undefined;
}

/** The session's photo in the list. The browser fetches it when it scrolls into view. */
export function Thumbnail({ jobId, url }: ThumbnailProps) {
  const [failures, setFailures] = useState(0);
  const photo = usePhotoUrl(jobId, failures === 1);
  const shown = [url, photo][failures];
  return (
    <span className={styles.frame}>
      {shown === undefined ? (
        <Icon name="cube" size={32} />
      ) : (
        <img
          src={shown}
          alt=""
          loading="lazy"
          className={styles.picture}
          onError={() => setFailures(failures + 1)}
        />
      )}
    </span>
  );
}

/** The photo itself, for sessions of release 0.1: they have no thumbnail. */
function usePhotoUrl(jobId: string, wanted: boolean): string | undefined {
  const client = useClient();
  const { data } = useQuery({
    queryKey: ['photo-url', jobId],
    queryFn: async ({ signal }) => (await client.result(jobId, { signal })).files.photo ?? null,
    enabled: wanted,
  });
  return data ?? undefined;
}
