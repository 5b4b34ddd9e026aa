import { z } from 'zod';

export const Mail = z.strictObject({
  /** Domain of the sender's address, verified by three DNS records (DKIM); else the address alone, by a link. */
  domain: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, { error: 'is not a domain such as example.com' })
    .optional(),
  /** SES's sandbox mails to verified addresses only: the admin's becomes one. */
  sandbox: z.boolean().default(true),
  /** The sender is verified in this account and region already, by hand or by another stage: nothing is made for it. */
  senderExists: z.boolean().default(false),
});
export type MailSettings = z.infer<typeof Mail>;

/** Whether an address is one of a domain, or of a domain below it. */
export function isOfDomain(address: string, domain: string): boolean {
  const of = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return of === domain || of.endsWith(`.${domain}`);
}
