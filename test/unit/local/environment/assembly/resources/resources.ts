/** Resources of a template by their logical names. */
export type Resources = Record<string, { Type: string; Properties: Record<string, unknown> }>;

/** The ARN of the one function, as a template refers to it. */
export const functionArn = { 'Fn::GetAtt': ['Handler', 'Arn'] };
