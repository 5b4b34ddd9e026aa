import type { StatusResponse } from '#tasks/core/contracts/api.ts';
import { type StageOfSession, waitsForMachine } from './machine.ts';
import { type Output, printLine } from './terminal.ts';

/** Shows how a session advances: one line, drawn over and over, for a person; plain lines otherwise. */
export interface Progress {
  status(status: StageOfSession & Pick<StatusResponse, 'progress'>): void;
  /** Ends the drawn line, so that other text can follow. */
  end(): void;
}

const stageTexts: Record<StatusResponse['stage'], string> = {
  starting: 'starting',
  validating: 'checking the photo',
  embedding: 'reading the photo',
  awaiting_mask: 'waiting for the mask',
  validating_mask: 'checking the mask',
  reconstructing: 'building the model',
  notifying: 'sending the mail',
  done: 'done',
};

/** What happens to a session, in a few words. */
export function stageText(status: StageOfSession): string {
  return waitsForMachine(status) ? 'waiting for a machine to start' : stageTexts[status.stage];
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
      const line = `${bar} ${String(progress).padStart(3)} %  ${stageText(status)}`;
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
      printLine(output, `${String(status.progress).padStart(3)} %  ${text}`);
    },
    end: () => undefined,
  };
}
