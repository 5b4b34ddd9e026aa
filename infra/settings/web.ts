import { z } from 'zod';

/** Scheme, host and port, as browsers send it: `https`, or `http` on a loopback host. */
export const Origin = z.string().refine(isOrigin, {
  error: 'is not an origin such as https://gen3d.example.com (https, without a path or a trailing slash)',
});

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { origin, protocol, hostname } = new URL(text);
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return origin === text && (protocol === 'https:' || (protocol === 'http:' && loopback));
}

export const Web = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'is not a domain such as gen3d.example.com' })
    .optional()
    .describe('Custom domain of the page. The certificate must be for it.'),
  certificateArn: z
    .string()
    .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
      error: 'is not the ARN of a certificate in us-east-1, where CloudFront looks for it',
    })
    .optional(),
  webAclArn: z
    .string()
    .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//, {
      error: 'is not the ARN of a web ACL with global scope, which is in us-east-1',
    })
    .optional()
    .describe('Web application firewall of the page.'),
});
export type WebSettings = z.infer<typeof Web>;
