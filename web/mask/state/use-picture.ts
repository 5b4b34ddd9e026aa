import { useEffect, useState } from 'react';
import { loadPicture, type Picture } from '../canvas/photo.ts';

/** The photo for drawing on; undefined while it is decoded, an error where it cannot be. */
export function usePicture(photo: Blob): Picture | Error | undefined {
  const [shown, setShown] = useState<{ photo: Blob; picture: Picture | Error }>();
  useEffect(() => {
    let wanted = true;
    const show = (picture: Picture | Error) => {
      if (wanted) setShown({ photo, picture });
    };
    loadPicture(photo).then(show, show);
    return () => {
      wanted = false;
    };
  }, [photo]);
  return shown?.photo === photo ? shown.picture : undefined;
}
