import { useEffect } from 'react';

/** Names the tab, so that people find it again among others. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Gen3D`;
  }, [title]);
}
