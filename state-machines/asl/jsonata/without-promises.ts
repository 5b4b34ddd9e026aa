/** @throws Error where the published source of jsonata is no longer as expected */
export function withoutPromises(source: string): string {
  const synchronous = source
    .replaceAll(/\basync (?=function\b|\()/g, '')
    .replaceAll(/\bawait (?!\()/g, '')
    .replaceAll('Promise.all(', '(');
  if (/\bawait [\w(]|\basync (?:function|\()/.test(synchronous.replaceAll(/\/\/.*/g, ''))) {
    throw new Error('The package jsonata has changed: its source could not be made synchronous.');
  }
  return synchronous;
}
