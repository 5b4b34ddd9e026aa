import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import type { StateVisit } from './history.ts';
import type { ReceivedMail } from './mailbox.ts';

/** What the demo tells at its end. */
export interface DemoReport {
  readonly status: StatusResponse;
  readonly visits: readonly StateVisit[];
  readonly modelPath: string;
  readonly modelBytes: number;
  /** As counted in the file. */
  readonly points: number;
  readonly mail: ReceivedMail;
  readonly link: string;
  /** Bytes that the mail's link gave. */
  readonly linkBytes: number;
  readonly executionArn: string;
  readonly stepFunctionsUrl: string;
  /** For the AWS command line. */
  readonly awsFiles: { readonly config: string; readonly credentials: string };
  readonly folder: string;
  readonly email: string;
  readonly userFile: string;
}

/** The report as lines of text. */
export function reportLines(report: DemoReport): string[] {
  const { status, mail, points } = report;
  return [
    '',
    `Job     ${status.job_id}`,
    ...visitLines(report.visits),
    `Model   ${report.modelPath}`,
    `        ${points.toLocaleString('en')} coloured points, ${megabytes(report.modelBytes)}${madeBy(status)}`,
    `Mail    to ${mail.to}: "${mail.subject}"`,
    `        ${report.link}`,
    `        The link works: it gave ${megabytes(report.linkBytes)}.`,
    '',
    'To look further',
    `  npm start -- --folder ${report.folder}`,
    '      starts this home again, with the session, its mails and the inbox page;',
    `      sign in as ${report.email}, the password is in ${report.userFile}.`,
    '  While it runs, in another terminal:',
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
  return model.preview ? `, by ${model.name}, a stand-in for SAM 3D` : `, by ${model.name}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
