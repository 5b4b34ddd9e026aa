/** The message tag that SES itself sets: mails are counted by their configuration set. */
export const mailDimension = 'ses:configuration-set';

/** Events of mails that are counted. Source: SES developer guide, "CloudWatch event destination". */
export type MailEvent = 'Send' | 'Delivery' | 'Bounce' | 'Complaint' | 'Reject';
