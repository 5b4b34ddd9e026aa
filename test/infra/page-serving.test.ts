import { describe, expect, it } from 'vitest';
import { securityHeaders } from '#infra/page-serving.ts';

const origins = {
  connect: ['https://api.example.com', 'https://login.example.com'],
  images: ['https://objects.example.com'],
  forms: ['https://objects.example.com'],
};

function directives(policy = ''): Map<string, string[]> {
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

describe('securityHeaders', () => {
  const headers = securityHeaders(origins);
  const policy = directives(headers['content-security-policy']);

  it('allow the given origins and no others', () => {
    expect(policy.get('connect-src')).toEqual(["'self'", 'blob:', 'data:', ...origins.connect]);
    expect(policy.get('img-src')).toContain('https://objects.example.com');
    expect(policy.get('form-action')).toEqual(["'self'", 'https://objects.example.com']);
    expect(policy.get('default-src')).toEqual(["'none'"]);
  });

  it('allow WebAssembly and blob workers, but no inline scripts', () => {
    expect(policy.get('script-src')).toEqual(["'self'", "'wasm-unsafe-eval'"]);
    expect(policy.get('worker-src')).toEqual(["'self'", 'blob:']);
    expect(headers['content-security-policy']).not.toContain('unsafe-inline');
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
  });

  it('forbid frames and referrers, and require HTTPS', () => {
    expect(policy.get('frame-ancestors')).toEqual(["'none'"]);
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    expect(Number(/max-age=(\d+)/.exec(headers['strict-transport-security'] ?? '')?.[1])).toBeGreaterThan(
      31_000_000,
    );
  });

  it('list an origin once', () => {
    const twice = securityHeaders({
      connect: ['https://a.example', 'https://a.example'],
      images: [],
      forms: [],
    });

    expect(twice['content-security-policy']?.match(/https:\/\/a\.example/g)).toHaveLength(1);
  });
});
