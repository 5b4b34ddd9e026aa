import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '#infra/app.ts';
import { cdkContext } from '#infra/settings/cdk-json.ts';
import { accepted } from './accepted.ts';
import { review } from './finding.ts';
import { nag } from './nag.ts';
import { cfnLint, checkov } from './python-tools.ts';

/** `npm run test:templates`: checks all templates with cdk-nag, cfn-lint and checkov. */
process.env.CDK_CONTEXT_JSON = JSON.stringify(cdkContext());
const outdir = mkdtempSync(join(tmpdir(), 'gen3d-templates-'));
try {
  const app = buildApp({ outdir });
  const { stacks } = app.synth();
  const findings = [
    ...nag(app),
    ...cfnLint(stacks.map(({ templateFullPath }) => templateFullPath)),
    ...checkov(outdir),
  ];
  const { open, unused } = review(findings, accepted);
  for (const { tool, rule, where, what } of open) console.error(`${tool} ${rule} ${where}: ${what}`);
  for (const { rule, where } of unused)
    console.error(`The reason for ${rule} at ${where} is unused. Remove it.`);
  console.log(
    `${stacks.length} templates: ${findings.length} findings, ${findings.length - open.length} accepted, ${open.length} open.`,
  );
  if (open.length + unused.length > 0) process.exitCode = 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
