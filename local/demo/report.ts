import type { StatusResponse } from '#contracts/api.ts';
import type { ReceivedEmail } from '../scripted-user/inbox-client.ts';
import type { StateVisit } from './execution-history.ts';

/** The result of a demo run. */
export interface DemoReport {
  readonly status: StatusResponse;
  readonly visits: readonly StateVisit[];
  readonly modelPath: string;
  readonly modelBytes: number;
  /** How many vertices and triangles the file has. */
  readonly geometry: string;
  readonly received: Pick<ReceivedEmail, 'to' | 'subject'>;
  readonly link: string;
  /** Bytes behind the email's link. */
  readonly linkBytes: number;
  readonly executionArn: string;
  readonly stepFunctionsUrl: string;
  /** For the AWS command line. */
  readonly awsFiles: { readonly config: string; readonly credentials: string };
  readonly folder: string;
  readonly email: string;
  readonly userFile: string;
}

/** Formats the report. */
export function reportLines(report: DemoReport): string[] {
  const { status, received, geometry } = report;
  return [
    '',
    `Job     ${status.job_id}`,
    ...visitLines(report.visits),
    `Model   ${report.modelPath}`,
    `        ${geometry}, ${megabytes(report.modelBytes)}${madeBy(status)}`,
    `Email   to ${received.to.join(', ')}: "${received.subject}"`,
    `        ${report.link}`,
    `        The link works (${megabytes(report.linkBytes)}).`,
    '',
    'Next steps',
    `  npm start -- --folder ${report.folder}`,
    '      Opens the session, its emails and the inbox again.',
    `      Sign in as ${report.email}. The password is in ${report.userFile}.`,
    '  In another terminal, while it runs:',
    `  npx gen3d login --config ${report.folder}/client.json`,
    `  npx gen3d list --config ${report.folder}/client.json`,
    `  export AWS_CONFIG_FILE=${report.awsFiles.config} AWS_SHARED_CREDENTIALS_FILE=${report.awsFiles.credentials}`,
    `  aws stepfunctions get-execution-history --endpoint-url ${report.stepFunctionsUrl} \\`,
    `      --execution-arn ${report.executionArn}`,
  ];
}

function visitLines(visits: readonly StateVisit[]): string[] {
  const width = Math.max(...visits.map(({ state }) => state.length));
  return visits.map(({ state, at, seconds }, index) => {
    const label = index === 0 ? 'States  ' : '        ';
    const took = seconds === undefined ? '' : `${seconds.toFixed(2)} s`;
    return `${label}${state.padEnd(width)}  at ${at.toFixed(2).padStart(6)} s  ${took.padStart(8)}`;
  });
}

function madeBy({ model }: StatusResponse): string {
  if (model === undefined) return '';
  return model.preview ? `, by ${model.name}, a placeholder for SAM 3D` : `, by ${model.name}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
