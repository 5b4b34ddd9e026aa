import { geometryText } from '#contracts/format.ts';
import type { MeshStats, ModelName } from '#contracts/model-job.ts';
import { day } from '../time.ts';
import type { Block, EmailTemplate } from './template.ts';

export interface SuccessFacts {
  readonly sessionId: string;
  readonly jobId: string;
  readonly userId: string;
  readonly meshStats: MeshStats;
  readonly model: ModelName;
  readonly downloadUrl: string;
  readonly downloadTokenSeconds: number;
  readonly siteUrl: string;
  /** ISO 8601. */
  readonly completedAt: string;
}

/** To the user: the model is ready, with the download link. */
export function userSuccessEmail(subject: string, facts: SuccessFacts): EmailTemplate {
  return {
    subject,
    heading: 'Your 3D model is ready',
    blocks: [
      { kind: 'paragraph', text: 'Your model is ready to view and download.' },
      ...previewNotice(facts.model),
      { kind: 'button', label: 'Download your 3D model', url: facts.downloadUrl },
      {
        kind: 'paragraph',
        text: `Anyone with this link can download the model for ${lifeOf(facts.downloadTokenSeconds)}. After that, sign in.`,
      },
      { kind: 'facts', facts: [['Session', facts.sessionId], ...modelFacts(facts)] },
      { kind: 'paragraph', text: `Gen3D, ${facts.siteUrl}` },
    ],
  };
}

/** To the admin: who made which model. Without the link, which belongs to the user. */
export function adminSuccessEmail(facts: SuccessFacts): EmailTemplate {
  return {
    subject: `[Gen3D] Model completed: ${facts.sessionId}`,
    heading: 'Model completed',
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
  const text = 'Preview: made by a simple placeholder, not SAM 3D Objects. The back is guessed.';
  return [{ kind: 'paragraph', text }];
}

function modelFacts({ meshStats, model, completedAt }: SuccessFacts): [string, string][] {
  return [
    ['Geometry', geometryText(meshStats)],
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
