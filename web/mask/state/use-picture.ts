import { useEffect, useState } from 'react';
import { loadPicture, type Picture } from '../canvas/photo.ts';

/** The decoded photo: undefined while decoding, or an error. */
export function usePicture(photo: Blob): Picture | Error | undefined {
  const [shown, setShown] = useState<{ photo: Blob; picture: Picture | Error }>();
  useEffect(() => {
    let current = true;
    const show = (picture: Picture | Error) => {
      if (current) setShown({ photo, picture });
    };
    loadPicture(photo).then(show, show);
    return () => {
      current = false;
    };
  }, [photo]);
  return shown?.photo === photo ? shown.picture : undefined;
}
