import { type Tool, tools, toolTexts } from '../tools/tool.ts';
import styles from './help.module.css';

const others: readonly (readonly [keys: string, what: string])[] = [
  ['Arrow keys', 'Move the crosshair (with Shift: finely)'],
  ['Enter', 'Use the tool there (with Alt: the other kind of click)'],
  ['1, 2, 3', 'Choose a suggestion'],
  ['[ and ]', 'Smaller or larger brush'],
  ['Ctrl+Z, Ctrl+Y', 'Undo, redo'],
  ['+, −, 0', 'Closer, farther, the whole photo'],
  ['Space and drag', 'Move the photo'],
];

/** @param id of what describes the photo to screen readers */
export function Help({ id }: { id: string }) {
  return (
    <details className={styles.help}>
      <summary>Keys and gestures</summary>
      <p id={id}>
        Click the object; Alt-click, right-click or a long touch says what is not part of it. A click on a
        mark takes it away. The wheel or two fingers zoom.
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
