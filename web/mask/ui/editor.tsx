import { useId, useMemo, useRef, useState } from 'react';
import { type OwnMask, readOwnMask } from '../canvas/own-mask.ts';
import type { Picture } from '../canvas/photo.ts';
import { isBlank } from '../model/drawing.ts';
import { coverageProblem } from '../model/limits.ts';
import type { Reason } from '../model/reason.ts';
import { workingSize } from '../model/working-size.ts';
import { useDrawing } from '../state/use-drawing.ts';
import { useMaskWorker } from '../state/use-mask-worker.ts';
import { useSelection } from '../state/use-selection.ts';
import { useShortcuts } from '../state/use-shortcuts.ts';
import { useSteering } from '../state/use-steering.ts';
import { useStroke } from '../state/use-stroke.ts';
import { useSubmission } from '../state/use-submission.ts';
import { useToolPointers } from '../state/use-tool-pointers.ts';
import { useView } from '../state/use-view.ts';
import type { Shortcut } from '../tools/shortcuts.ts';
import { isPainting, resizeTip, type Tool, tipSize } from '../tools/tool.ts';
import styles from './editor.module.css';
import { Help } from './help.tsx';
import { hintOf } from './hint.ts';
import { MarkList } from './mark-list.tsx';
import type { MaskEditorProps } from './mask-editor.tsx';
import { Messages } from './messages.tsx';
import { Stage } from './stage.tsx';
import { Hint, HistoryTools, TipSize, ZoomTools } from './stage-tools.tsx';
import { SubmitPanel } from './submit-panel.tsx';
import { Suggestions } from './suggestions.tsx';
import { ToolBar } from './tool-bar.tsx';

/** The editor once the photo is decoded. */
export function Editor({ picture, ...props }: MaskEditorProps & { picture: Picture }) {
  const photo = picture.size;
  const size = useMemo(() => workingSize(photo), [photo]);
  const stage = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const [tool, setTool] = useState<Tool>('add');
  const [tip, setTip] = useState<number>(tipSize.usual);
  const [own, setOwn] = useState<OwnMask>();
  const [ownProblem, setOwnProblem] = useState<Reason>();
  const [history, act] = useDrawing(props.draftKey, photo);
  const drawing = history.present;
  const [viewing, changeView] = useView(photo);
  const decoder = useMaskWorker(props.loadEmbeddings, photo);
  const selection = useSelection(drawing, own, decoder, size, photo);
  const [submission, submit] = useSubmission({
    worker: decoder.worker,
    drawing,
    own,
    photo,
    round: props.round ?? 0,
    onSubmit: props.onSubmit,
  });
  const radius = tip / 2 / viewing.view.scale;
  const stroke = useStroke(selection.mask, selection.layer, size, photo);
  const steering = useSteering({ photo, viewing, changeView, tool, radius, act });
  const run = (shortcut: Shortcut) => {
    switch (shortcut.type) {
      case 'tool':
        return setTool(shortcut.tool);
      case 'undo':
      case 'redo':
        return act(shortcut);
      case 'choose':
        return selection.found.candidates[shortcut.choice] && act(shortcut);
      case 'fit':
      case 'zoom':
        return changeView(shortcut);
      case 'bigger-tip':
        return setTip((now) => resizeTip(now, 1.25));
      case 'smaller-tip':
        return setTip((now) => resizeTip(now, 0.8));
      case 'steer':
        return steering.steer(shortcut.dx, shortcut.dy);
      case 'place':
        return steering.place(shortcut.opposite);
      case 'escape':
        return steering.hide();
    }
  };
  const shortcuts = useShortcuts((target) => target === stage.current, run);
  const pointers = useToolPointers(stage, {
    tool: own ? 'move' : tool,
    isMoving: shortcuts.isMoving,
    drawing,
    viewing,
    changeView,
    radius,
    stroke,
    act,
    redraw: selection.redraw,
  });
  const showsTip = isPainting(tool) && !own;
  const marks = useMemo(() => {
    if (own) return { clicks: [] };
    return {
      clicks: drawing.clicks,
      box: pointers.box ?? steering.box ?? drawing.box,
      crosshair: steering.crosshair,
      tip: showsTip && pointers.hovered ? { at: pointers.hovered, radius: tip / 2 } : undefined,
    };
  }, [own, drawing, pointers.box, pointers.hovered, steering.box, steering.crosshair, showsTip, tip]);
  const chooseFile = async (file: File) => {
    const read = await readOwnMask(file, photo, size);
    setOwn('code' in read ? undefined : read);
    setOwnProblem('code' in read ? read : undefined);
  };
  const problem = coverageProblem(selection.coverage);
  const hint = own ? undefined : hintOf(tool, drawing, decoder.preparation);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: shortcuts count wherever the focus is in the editor
    <div className={styles.editor} onKeyDown={shortcuts.onKeyDown} onKeyUp={shortcuts.onKeyUp}>
      <div className={styles.photo} style={{ aspectRatio: `${photo.width} / ${photo.height}` }}>
        <Stage
          ref={stage}
          picture={picture}
          layer={selection.layer}
          layerVersion={selection.layerVersion}
          marks={marks}
          view={viewing.view}
          changeView={changeView}
          cursor={own || tool === 'move' || shortcuts.isMoving ? 'grab' : showsTip ? 'none' : 'crosshair'}
          describedBy={helpId}
          onLeave={steering.hide}
        />
        <HistoryTools
          canUndo={history.past.length > 0}
          canRedo={history.future.length > 0}
          onUndo={() => act({ type: 'undo' })}
          onRedo={() => act({ type: 'redo' })}
        />
        <ZoomTools zoom={viewing.zoom} changeView={changeView} />
        {showsTip ? <TipSize size={tip} onChange={setTip} /> : hint && <Hint>{hint}</Hint>}
      </div>
      <div className={styles.tools}>
        <ToolBar tool={tool} onChoose={setTool} disabled={own !== undefined} />
      </div>
      <div className={styles.panel}>
        <Messages
          preparation={decoder.preparation}
          onRetry={decoder.retry}
          refusal={submission.phase === 'open' ? props.refusal : undefined}
          problem={
            ownProblem ??
            selection.found.problem ??
            (submission.phase === 'failed' ? submission.reason : undefined)
          }
        />
        {!own && (
          <Suggestions
            candidates={selection.found.candidates}
            choice={drawing.choice}
            picture={picture}
            busy={selection.found.busy}
            onChoose={(choice) => act({ type: 'choose', choice })}
          />
        )}
        <SubmitPanel
          coverage={selection.coverage}
          problem={problem}
          own={own}
          isSending={submission.phase === 'sending' || submission.phase === 'sent'}
          isBusy={selection.found.busy}
          canClear={!isBlank(drawing)}
          onSubmit={submit}
          onClear={() => act({ type: 'clear' })}
          onFile={chooseFile}
          onDropOwn={() => setOwn(undefined)}
        />
        {!own && <MarkList drawing={drawing} act={act} />}
        <Help id={helpId} />
      </div>
    </div>
  );
}
