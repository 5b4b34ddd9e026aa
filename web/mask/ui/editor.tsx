import { useId } from 'react';
import { coverageProblem } from '#contracts/mask/checks.ts';
import type { Picture } from '../canvas/photo.ts';
import { isBlank } from '../model/drawing.ts';

import { type EditorState, type MaskEditorProps, useEditor } from '../state/use-editor.ts';
import { DecoderLicense } from './decoder-license.tsx';
import styles from './editor.module.css';
import { Help } from './help.tsx';
import { hintOf } from './hint.ts';
import { MarkList } from './mark-list.tsx';
import { Messages } from './messages.tsx';
import { OutlineChoice } from './outline-choice.tsx';
import { Stage } from './stage.tsx';
import { HistoryTools, TipSize, ZoomTools } from './stage-tools.tsx';
import { SubmitPanel } from './submit-panel.tsx';
import { Suggestions } from './suggestions.tsx';
import { ToolBar } from './tool-bar.tsx';

interface PartProps {
  readonly state: EditorState;
  readonly picture: Picture;
  readonly helpId: string;
}

/** The editor once the photo is decoded. */
export function Editor({ picture, ...props }: MaskEditorProps & { picture: Picture }) {
  const helpId = useId();
  const state = useEditor(props, picture);
  const { shortcuts, uploaded, tool, setTool } = state;
  const part = { state, picture, helpId };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts work wherever the focus is in the editor
    <div className={styles.editor} onKeyDown={shortcuts.onKeyDown} onKeyUp={shortcuts.onKeyUp}>
      <PhotoArea {...part} />
      <div className={styles.tools}>
        <ToolBar tool={tool} onChoose={setTool} disabled={uploaded.mask !== undefined} />
      </div>
      <SidePanel {...part} refusal={props.refusal} />
    </div>
  );
}

function PhotoArea({ state, picture, helpId }: PartProps) {
  const { history, act, viewing, changeView, selection, tip, uploaded } = state;
  const { width, height } = picture.size;
  const hint = uploaded.mask ? undefined : hintOf(state.tool, history.present, state.decoder.preparation);
  return (
    <div className={styles.photo}>
      <div className={styles.top}>
        <HistoryTools
          canUndo={history.past.length > 0}
          canRedo={history.future.length > 0}
          onUndo={() => act({ type: 'undo' })}
          onRedo={() => act({ type: 'redo' })}
        />
        {tip !== undefined && <TipSize size={tip} onChange={state.setTip} />}
        <ZoomTools zoom={viewing.zoom} changeView={changeView} />
      </div>
      <div className={styles.stage} style={{ aspectRatio: `${width} / ${height}` }}>
        <Stage
          ref={state.stage}
          picture={picture}
          image={selection.image}
          markers={state.markers}
          view={viewing.view}
          changeView={changeView}
          cursor={state.cursor}
          describedBy={helpId}
          onLeave={state.leaveStage}
        />
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
      </div>
    </div>
  );
}

function SidePanel({ state, picture, helpId, refusal }: PartProps & Pick<MaskEditorProps, 'refusal'>) {
  const { decoder, selection, submission, uploaded, limits, act } = state;
  const { found, coverage } = selection;
  const drawing = state.history.present;
  const unsent = submission.phase === 'failed' ? submission.reason : undefined;
  return (
    <div className={styles.panel}>
      <Messages
        preparation={decoder.preparation}
        onRetry={decoder.retry}
        refusal={submission.phase === 'open' ? refusal : undefined}
        problem={uploaded.problem ?? found.problem ?? unsent}
        isSaved={state.isSaved}
      />
      {!uploaded.mask && picture.outline && (
        <OutlineChoice chosen={drawing.outline === true} onChoose={() => act({ type: 'outline' })} />
      )}
      {!uploaded.mask && !drawing.outline && (
        <Suggestions
          candidates={found.candidates}
          choice={drawing.choice}
          picture={picture}
          busy={found.busy}
          onChoose={(choice) => act({ type: 'choose', choice })}
        />
      )}
      <SubmitPanel
        coverage={coverage}
        problem={coverageProblem(coverage, limits)}
        uploaded={uploaded.mask}
        phase={submission.phase}
        isBusy={found.busy}
        canClear={!isBlank(drawing)}
        onSubmit={state.submit}
        onClear={() => act({ type: 'clear' })}
        onFile={uploaded.choose}
        onDiscard={uploaded.discard}
      />
      {!uploaded.mask && <MarkList drawing={drawing} act={act} />}
      <Help id={helpId} />
      <DecoderLicense preparation={decoder.preparation} />
    </div>
  );
}
