import type { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Finding } from './finding.ts';

/** Checks the app with both cdk-nag rule packs. */
export function nag(app: App): Finding[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack.validateScope(app).violations.flatMap(({ ruleName, description, violatingResources }) =>
      violatingResources.map(
        ({ constructPath = '' }): Finding => ({
          tool: 'cdk-nag',
          rule: ruleName,
          where: constructPath,
          what: description,
        }),
      ),
    ),
  );
}
