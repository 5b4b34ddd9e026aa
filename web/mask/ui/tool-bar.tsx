import { Icon } from '#web/ui/icon.tsx';
import { type Tool, tools, toolTexts } from '../tools/tool.ts';
import styles from './tool-bar.module.css';

interface ToolBarProps {
  readonly tool: Tool;
  readonly onChoose: (tool: Tool) => void;
  readonly disabled: boolean;
}

export function ToolBar({ tool, onChoose, disabled }: ToolBarProps) {
  return (
    <div className={styles.bar} role="toolbar" aria-label="Tools">
      {tools.map((each) => (
        <button
          key={each}
          type="button"
          className={styles.tool}
          aria-pressed={each === tool}
          disabled={disabled}
          title={`${toolTexts[each].tip} (${toolTexts[each].key})`}
          onClick={() => onChoose(each)}
        >
          <Icon name={toolTexts[each].icon} size={22} />
          {toolTexts[each].name}
        </button>
      ))}
    </div>
  );
}
