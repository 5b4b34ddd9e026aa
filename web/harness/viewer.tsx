import '../ui/tokens.css';
import '../ui/base.css';
import './frame.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ModelViewer } from '../viewer/index.ts';
import type { ModelFiles } from '../viewer/load/files.ts';

/** Each URL has its own number, because every presigned URL is different. */
function filesOf(query: URLSearchParams): ModelFiles {
  let count = 0;
  return {
    id: query.get('mesh') ?? '',
    hasSplat: query.has('splat'),
    url: async (file) => `${query.get(file)}?request=${++count}`,
  };
}

/** The viewer alone. `?mesh=…&splat=…` name the files. */
function Page() {
  const query = new URLSearchParams(location.search);
  const [isShown, setShown] = useState(true);
  const [files] = useState(() => filesOf(query));
  return (
    <>
      <h1>Your model</h1>
      {isShown && <ModelViewer files={files} name="cup" />}
      <button type="button" onClick={() => setShown(!isShown)}>
        {isShown ? 'Close viewer' : 'Open viewer'}
      </button>
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(<Page />);
