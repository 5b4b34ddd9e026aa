import { type Tool, tools, toolTexts } from '../tools/tool.ts';
import styles from './help.module.css';

const others: readonly (readonly [keys: string, what: string])[] = [
  ['Arrow keys', 'Move the crosshair (Shift: small steps)'],
  ['Enter', 'Use the tool at the crosshair (Alt: opposite of Add or Remove)'],
  ['1, 2, 3', 'Choose a suggestion'],
  ['[ and ]', 'Make the brush smaller or larger'],
  ['Ctrl+Z, Ctrl+Y', 'Undo or redo'],
  ['+, −, 0', 'Zoom in, zoom out, fit to screen'],
  ['Space and drag', 'Pan the photo'],
];

/** @param id of the text that describes the photo to screen readers */
export function Help({ id }: { id: string }) {
  return (
    <details className={styles.help}>
      <summary>Keyboard shortcuts and gestures</summary>
      <p id={id}>
        Click the object to select it. Alt-click, right-click or long-press to exclude an area. Click a marker
        to remove it. Scroll or pinch to zoom.
      </p>
      <dl>
        {tools.map((tool: Tool) => (
          <Row
            key={tool}
            keys={toolTexts[tool].key}
            what={`${toolTexts[tool].name}: ${toolTexts[tool].tip}`}
          />
        ))}
        {others.map(([keys, what]) => (
          <Row key={keys} keys={keys} what={what} />
        ))}
      </dl>
    </details>
  );
}

function Row({ keys, what }: { keys: string; what: string }) {
  return (
    <div>
      <dt>{keys}</dt>
      <dd>{what}</dd>
    </div>
  );
}
