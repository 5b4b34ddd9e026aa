/** What a tool has to say about a resource of a template. */
export interface Finding {
  readonly tool: 'cdk-nag' | 'cfn-lint' | 'checkov';
  /** Such as `AwsSolutions-S1`, `W3005`, `CKV_AWS_18`. */
  readonly rule: string;
  /** `stack/LogicalId`, or for cdk-nag the construct's path, `stack/A/B`. */
  readonly where: string;
  readonly what: string;
}

/** Findings that stay, and why. */
export interface Accepted {
  readonly rule: string | RegExp;
  readonly where: RegExp;
  readonly reason: string;
}

export interface Verdict {
  readonly open: readonly Finding[];
  /** Reasons for findings that there are no more: they must go. */
  readonly idle: readonly Accepted[];
}

/** Which findings nobody has accepted, and which acceptances nothing needs. */
export function judge(findings: readonly Finding[], accepted: readonly Accepted[]): Verdict {
  const covers = ({ rule, where }: Accepted, finding: Finding) =>
    (typeof rule === 'string' ? rule === finding.rule : rule.test(finding.rule)) && where.test(finding.where);
  return {
    open: findings.filter((finding) => !accepted.some((one) => covers(one, finding))),
    idle: accepted.filter((one) => !findings.some((finding) => covers(one, finding))),
  };
}
