import { z } from 'zod';

export const Web = z.strictObject({
  /** Own domain of the page; the certificate must be for it. */
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'is not a domain such as gen3d.example.com' })
    .optional(),
  certificateArn: z
    .string()
    .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, {
      error: 'is not the ARN of a certificate in us-east-1, where CloudFront looks for it',
    })
    .optional(),
  /** Web application firewall before the page. */
  webAclArn: z
    .string()
    .regex(/^arn:aws:wafv2:us-east-1:\d{12}:global\/webacl\//, {
      error: 'is not the ARN of a web ACL of global scope, which lies in us-east-1',
    })
    .optional(),
});
export type WebSettings = z.infer<typeof Web>;
