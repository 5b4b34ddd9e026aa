import type { StatusResponse } from '#contracts/api.ts';
import { type StageOfSession, waitsForInstance } from './instance-start.ts';
import { type Output, printLine } from './terminal.ts';

/** Shows the progress of a session: one line that is redrawn on a terminal, plain lines elsewhere. */
export interface Progress {
  status(status: StageOfSession & Pick<StatusResponse, 'progress'>): void;
  /** Ends the redrawn line, so that other text can follow. */
  end(): void;
}

const stageTexts: Record<StatusResponse['stage'], string> = {
  starting: 'starting',
  validating: 'checking the photo',
  embedding: 'analyzing the photo',
  awaiting_mask: 'waiting for a selection',
  validating_mask: 'checking the selection',
  reconstructing: 'building the model',
  notifying: 'sending the email',
  done: 'done',
};

/** What a session is doing, in a few words. */
export function stageText(status: StageOfSession): string {
  return waitsForInstance(status) ? 'starting a GPU' : stageTexts[status.stage];
}

export function createProgress(output: Output): Progress {
  return output.isTTY ? drawnProgress(output) : plainProgress(output);
}

const barWidth = 24;

function drawnProgress(output: Output): Progress {
  let drawn = false;
  return {
    status: (status) => {
      const { progress } = status;
      const filled = Math.round((progress / 100) * barWidth);
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      const line = `${bar} ${String(progress).padStart(3)}%  ${stageText(status)}`;
      output.write(`\r\x1b[2K${line.slice(0, (output.columns || 80) - 1)}`);
      drawn = true;
    },
    end: () => {
      if (drawn) output.write('\n');
      drawn = false;
    },
  };
}

function plainProgress(output: Output): Progress {
  let shown: string | undefined;
  return {
    status: (status) => {
      const text = stageText(status);
      if (text === shown) return;
      shown = text;
      printLine(output, `${String(status.progress).padStart(3)}%  ${text}`);
    },
    end: () => undefined,
  };
}
