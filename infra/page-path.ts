/**
 * The file that a path of the page's origin asks for: a path whose last part has no ending is one of the page's
 * own views and gets the page; a file that is missing stays missing.
 *
 * CloudFront runs this function's own text, so it must stand alone and stay within JavaScript runtime 2.0.
 */
export function pagePath(path: string): string {
  const name = path.substring(path.lastIndexOf('/') + 1);
  return name.includes('.') ? path : '/index.html';
}
