import '#web/ui/tokens.css';
import '#web/ui/base.css';
import './frame.css';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { ModelViewer } from '#web/viewer/index.ts';

/** The viewer by itself: `?mesh=…&splat=…` name the files. */
function Page() {
  const query = new URLSearchParams(location.search);
  const [isShown, setShown] = useState(true);
  return (
    <>
      <h1>Your model</h1>
      {isShown && (
        <ModelViewer mesh={query.get('mesh') ?? ''} splat={query.get('splat') ?? undefined} name="cup" />
      )}
      <button type="button" onClick={() => setShown(!isShown)}>
        {isShown ? 'Close the viewer' : 'Open the viewer'}
      </button>
    </>
  );
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
createRoot(root).render(<Page />);
