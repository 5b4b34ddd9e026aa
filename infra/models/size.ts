/** @example megabytes(6_690_136_964) // '6,690.1 MB' */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;
}
