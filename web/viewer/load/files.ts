export type ModelFile = 'mesh' | 'splat';

/** The files of one model: points always, Gaussian splats where the model makes them. */
export interface ModelFiles {
  /** Of the model: another one is loaded anew. */
  readonly id: string;
  readonly hasSplat: boolean;
  /** A URL that works now. They are short-lived, so one is asked for whenever a file is needed. */
  readonly url: (file: ModelFile, signal?: AbortSignal) => Promise<string>;
}
