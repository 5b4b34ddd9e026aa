import '#web/ui/tokens.css';
import '#web/ui/base.css';
import './frame.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ModelViewer } from '#web/viewer/index.ts';
import type { ModelFiles } from '#web/viewer/load/files.ts';

/** Each URL has a number of its own, as presigned ones differ each time. */
function filesOf(query: URLSearchParams): ModelFiles {
  let asked = 0;
  return {
    id: query.get('mesh') ?? '',
    hasSplat: query.has('splat'),
    url: async (file) => `${query.get(file)}?asked=${++asked}`,
  };
}

/** The viewer by itself: `?mesh=…&splat=…` name the files. */
function Page() {
  const query = new URLSearchParams(location.search);
  const [isShown, setShown] = useState(true);
  const [files] = useState(() => filesOf(query));
  return (
    <>
      <h1>Your model</h1>
      {isShown && <ModelViewer files={files} name="cup" />}
      <button type="button" onClick={() => setShown(!isShown)}>
        {isShown ? 'Close the viewer' : 'Open the viewer'}
      </button>
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(<Page />);
