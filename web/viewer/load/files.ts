export type ModelFile = 'mesh' | 'splat';

/** The files of one model: a mesh or, from older models, points, and Gaussian splats if the model makes them. */
export interface ModelFiles {
  /** Id of the model. Another id loads another model. */
  readonly id: string;
  readonly hasSplat: boolean;
  /** Returns a URL. URLs expire within minutes, so request one whenever a file is needed. */
  readonly url: (file: ModelFile, signal?: AbortSignal) => Promise<string>;
}
