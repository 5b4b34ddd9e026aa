import { SparkRenderer, SplatMesh } from '@sparkjsdev/spark';
import type { Object3D, WebGLRenderer } from 'three';

/** Gaussian splats, sorted in a worker of the library. */
export interface SplatCloud {
  /** Add both to the scene. */
  readonly objects: readonly [renderer: Object3D, mesh: Object3D];
  dispose(): void;
}

/**
 * Reads a PLY of Gaussians.
 * @param onDirty called when the splats were sorted and must be drawn again
 */
export async function openSplats(
  file: Blob,
  renderer: WebGLRenderer,
  onDirty: () => void,
): Promise<SplatCloud> {
  const mesh = new SplatMesh({ fileBytes: await file.arrayBuffer(), fileName: 'model.ply' });
  await mesh.initialized;
  const spark = new SparkRenderer({ renderer, onDirty });
  return {
    objects: [spark, mesh],
    dispose: () => {
      mesh.dispose();
      spark.dispose();
    },
  };
}
