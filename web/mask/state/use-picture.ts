import { useEffect, useState } from 'react';
import { loadPicture, type Picture } from '../canvas/photo.ts';

/** The decoded photo: undefined while decoding, or an error. @param outline a mask of what is opaque in the user's photo */
export function usePicture(photo: Blob, outline: Blob | undefined): Picture | Error | undefined {
  const [shown, setShown] = useState<{ photo: Blob; picture: Picture | Error }>();
  useEffect(() => {
    let current = true;
    const show = (picture: Picture | Error) => {
      if (current) setShown({ photo, picture });
    };
    loadPicture(photo, outline).then(show, show);
    return () => {
      current = false;
    };
  }, [photo, outline]);
  return shown?.photo === photo ? shown.picture : undefined;
}
