/** Origins (scheme and host) that the page may use. Its own origin is always allowed. */
export interface PageOrigins {
  /** For requests: API, issuer, objects. */
  readonly connect: readonly string[];
  /** For images. */
  readonly images: readonly string[];
  /** For form posts. */
  readonly forms: readonly string[];
}

const year = 31_536_000;

/**
 * Headers of every response from the page's origin, with lower case names. CloudFront and the local server share them.
 *
 * @example
 * securityHeaders({ connect: ['https://api.example.com'], images: [], forms: [] })['x-frame-options']; // 'DENY'
 */
export function securityHeaders(origins: PageOrigins): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy(origins),
    'strict-transport-security': `max-age=${2 * year}; includeSubDomains`,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  };
}

function contentSecurityPolicy({ connect, images, forms }: PageOrigins): string {
  const directives: Readonly<Record<string, readonly string[]>> = {
    'default-src': ["'none'"],
    // The mask decoder and the splat sorter are WebAssembly.
    'script-src': ["'self'", "'wasm-unsafe-eval'"],
    // The viewer starts its workers from blobs and passes them WebAssembly as data URLs.
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", 'blob:', 'data:', ...connect],
    'img-src': ["'self'", 'blob:', 'data:', ...images],
    'style-src': ["'self'"],
    // The component library's style sheet contains its fonts.
    'font-src': ["'self'", 'data:'],
    'manifest-src': ["'self'"],
    'form-action': ["'self'", ...forms],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(' '))
    .join('; ');
}

/**
 * The file to serve for a path of the page's origin. A path whose last segment has no extension is a view of the page
 * and gets `index.html`; a missing file stays missing.
 *
 * CloudFront runs the source text of this function, so it must be self-contained and stay within JavaScript runtime 2.0.
 */
export function pagePath(path: string): string {
  const name = path.substring(path.lastIndexOf('/') + 1);
  return name.includes('.') ? path : '/index.html';
}
