/** A tool's finding about a resource in a template. */
export interface Finding {
  readonly tool: 'cdk-nag' | 'cfn-lint' | 'checkov';
  /** Such as `AwsSolutions-S1`, `W3005`, `CKV_AWS_18`. */
  readonly rule: string;
  /** `stack/LogicalId`, or for cdk-nag the construct's path, `stack/A/B`. */
  readonly where: string;
  readonly what: string;
}

/** Findings that are accepted, and why. */
export interface Accepted {
  readonly rule: string | RegExp;
  readonly where: RegExp;
  readonly reason: string;
}

export interface Review {
  readonly open: readonly Finding[];
  /** Reasons without a finding. They must be removed. */
  readonly unused: readonly Accepted[];
}

/** Finds findings without a reason, and reasons without a finding. */
export function review(findings: readonly Finding[], accepted: readonly Accepted[]): Review {
  const covers = ({ rule, where }: Accepted, finding: Finding) =>
    (typeof rule === 'string' ? rule === finding.rule : rule.test(finding.rule)) && where.test(finding.where);
  return {
    open: findings.filter((finding) => !accepted.some((one) => covers(one, finding))),
    unused: accepted.filter((one) => !findings.some((finding) => covers(one, finding))),
  };
}
