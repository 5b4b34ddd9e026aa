/**
 * Removes `async` and `await` from jsonata's source.
 * @throws Error when the source differs from the expected version
 */
export function withoutPromises(source: string): string {
  const synchronous = source
    .replaceAll(/\basync (?=function\b|\()/g, '')
    .replaceAll(/\bawait (?!\()/g, '')
    .replaceAll('Promise.all(', '(');
  if (/\bawait [\w(]|\basync (?:function|\()/.test(synchronous.replaceAll(/\/\/.*/g, ''))) {
    throw new Error("Can't make jsonata synchronous. Its source has changed; update without-promises.ts.");
  }
  return synchronous;
}
