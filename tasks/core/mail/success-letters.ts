import type { MeshStats, ModelName } from '../contracts/model-job.ts';
import { day } from '../time.ts';
import type { Block, Letter } from './letter.ts';

export interface SuccessFacts {
  readonly sessionId: string;
  readonly jobId: string;
  readonly userId: string;
  readonly meshStats: MeshStats;
  readonly model: ModelName;
  readonly downloadUrl: string;
  readonly ticketSeconds: number;
  readonly siteUrl: string;
  /** ISO 8601. */
  readonly completedAt: string;
}

/** To the user: the model is there, and how to get it. */
export function userSuccessLetter(subject: string, facts: SuccessFacts): Letter {
  return {
    subject,
    heading: 'Your 3D model is ready',
    blocks: [
      { kind: 'paragraph', text: 'The object that you picked in your photo has become a 3D model.' },
      ...previewNotice(facts.model),
      { kind: 'button', label: 'Download your 3D model', url: facts.downloadUrl },
      {
        kind: 'paragraph',
        text: `The link works for ${lifeOf(facts.ticketSeconds)}, for everyone who has it. After that, sign in to download the model.`,
      },
      { kind: 'facts', facts: [['Session', facts.sessionId], ...modelFacts(facts)] },
      { kind: 'paragraph', text: `Gen3D, ${facts.siteUrl}` },
    ],
  };
}

/** To the admin: who made what. Without the link, which is the user's. */
export function adminSuccessLetter(facts: SuccessFacts): Letter {
  return {
    subject: `[Gen3D] User mesh generated: ${facts.sessionId}`,
    heading: 'A session has made a 3D model',
    blocks: [
      ...previewNotice(facts.model),
      {
        kind: 'facts',
        facts: [
          ['Session', facts.sessionId],
          ['Job', facts.jobId],
          ['User', facts.userId],
          ...modelFacts(facts),
        ],
      },
    ],
  };
}

function previewNotice(model: ModelName): Block[] {
  if (!model.preview) return [];
  const text =
    'This is a preview: it was made by a simple stand-in and not by SAM 3D Objects, so its back is guessed from its outline.';
  return [{ kind: 'paragraph', text }];
}

function modelFacts({ meshStats, model, completedAt }: SuccessFacts): [string, string][] {
  return [
    ['Points', meshStats.num_points.toLocaleString('en-US')],
    ['File size', `${meshStats.file_size_mb.toFixed(2)} MB`],
    ['Made by', `${model.name} (${model.revision})`],
    ['Made at', utc(completedAt)],
  ];
}

function lifeOf(seconds: number): string {
  const hours = Math.round(seconds / 3600);
  if (seconds < 7200) return `${Math.max(1, Math.round(seconds / 60))} minutes`;
  return seconds % day === 0 && seconds > day ? `${seconds / day} days` : `${hours} hours`;
}

function utc(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}
