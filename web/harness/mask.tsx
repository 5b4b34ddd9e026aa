import '../ui/tokens.css';
import '../ui/base.css';
import './frame.css';
import { createRoot } from 'react-dom/client';
import { decodeEmbeddings, type Embeddings } from '#client/mask/index.ts';
import { EmbeddingsManifest } from '#contracts/embeddings.ts';
import { MaskEditor } from '../mask/index.ts';

/**
 * The mask editor alone. `?of=cup` names the folder of photo and embedding, `refusal` the server's last reason; with
 * `outline`, the folder has a mask of what is opaque in the user's photo.
 */
const query = new URLSearchParams(location.search);
const folder = `/files/${query.get('of') ?? 'cup'}`;
const refusal = query.get('refusal');

async function loadEmbeddings(): Promise<Embeddings> {
  const [manifest, bytes] = await Promise.all([
    fetch(`${folder}/embeddings.json`),
    fetch(`${folder}/embeddings.bin`),
  ]);
  if (!manifest.ok || !bytes.ok) throw new Error("Couldn't load the prepared photo.");
  return decodeEmbeddings(
    EmbeddingsManifest.parse(await manifest.json()),
    new Uint8Array(await bytes.arrayBuffer()),
  );
}

async function submit(mask: Blob): Promise<void> {
  const response = await fetch('/submitted', { method: 'POST', body: mask });
  if (!response.ok) throw new Error(await response.text());
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element "root".');
const blobOf = async (name: string) => (await fetch(`${folder}/${name}`)).blob();
const photo = await blobOf('photo');
const outline = query.has('outline') ? await blobOf('outline') : undefined;
createRoot(root).render(
  <>
    <h1>Select the object</h1>
    <MaskEditor
      photo={photo}
      outline={outline}
      loadEmbeddings={loadEmbeddings}
      refusal={refusal === null ? undefined : { code: 'MaskEmpty', message: refusal }}
      limits={{ minCoverage: 0.1, maxCoverage: 95, maxBytes: 10_000_000 }}
      onSubmit={submit}
      draftKey={folder}
    />
  </>,
);
