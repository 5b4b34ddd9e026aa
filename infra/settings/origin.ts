import { z } from 'zod';

/** Scheme, host and port, as browsers send it: `https`, or `http` on this machine. */
export const Origin = z.string().refine(isOrigin, {
  error: 'is not an origin such as https://gen3d.example.com (https, without a path or a slash behind)',
});

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const onThisMachine = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && onThisMachine));
}
