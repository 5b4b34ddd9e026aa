/** Other origins (scheme and host) that the page works with; its own is always allowed. */
export interface PageOrigins {
  /** Fetched from: API, issuer, objects. */
  readonly connect: readonly string[];
  /** Pictures are shown from. */
  readonly images: readonly string[];
  /** Forms are posted to. */
  readonly forms: readonly string[];
}

const year = 31_536_000;

/**
 * Headers that every answer of the web page's origin carries, by their names in lower case: the same on
 * CloudFront and on one machine.
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
    // The viewer starts its workers from blobs and hands them WebAssembly as data.
    'worker-src': ["'self'", 'blob:'],
    'connect-src': ["'self'", 'blob:', 'data:', ...connect],
    'img-src': ["'self'", 'blob:', 'data:', ...images],
    'style-src': ["'self'"],
    // The component library's fonts lie in its style sheet.
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
