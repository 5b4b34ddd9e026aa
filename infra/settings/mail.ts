import { z } from 'zod';

export const Mail = z.strictObject({
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'is not a domain such as example.com' })
    .optional()
    .describe(
      "Domain of the sender's address, verified by three DKIM records. Without it, SES verifies the address by a link.",
    ),
  sandbox: z
    .boolean()
    .default(true)
    .describe(
      "SES is in its sandbox and sends to verified addresses only, so the admin's address is verified too.",
    ),
  senderExists: z
    .boolean()
    .default(false)
    .describe('The sender is already verified in this account and region, so no identity is created for it.'),
});
export type MailSettings = z.infer<typeof Mail>;

/**
 * Whether an address belongs to a domain or one of its subdomains.
 *
 * @example
 * isOfDomain('a@mail.example.com', 'example.com'); // true
 */
export function isOfDomain(address: string, domain: string): boolean {
  const host = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}
