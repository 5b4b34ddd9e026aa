import type { KeyboardEvent } from 'react';
import { classNames } from '#web/ui/class-names.ts';
import type { PlacedNode } from '../model/layout.ts';
import styles from './graph.module.css';
import { StatusIcon } from './graph-icons.tsx';
import { nodeStatuses } from './status.tsx';

interface StateNodeProps {
  readonly node: PlacedNode;
  readonly selected: boolean;
  /** True if a replay diverged here. */
  readonly diverged: boolean;
  readonly onSelect: (state: string) => void;
}

export function StateNode({ node, selected, diverged, onSelect }: StateNodeProps) {
  const { x, y, width, height, state, label } = node;
  if (state === undefined) return <Terminal node={node} />;
  const status = statusText(node);
  const shown = diverged ? 'Diverges here' : status;
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onSelect(state);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: SVG has no buttons
    <g
      role="button"
      tabIndex={0}
      aria-pressed={selected}
      aria-label={`${label} ${shown}, ${node.type}${diverged ? `, ${status}` : ''}`}
      className={classNames(styles.node, styles[node.status], selected && styles.selected)}
      onClick={() => onSelect(state)}
      onKeyDown={press}
    >
      {diverged && (
        <rect className={styles.ring} x={x - 5} y={y - 5} width={width + 10} height={height + 10} rx={14} />
      )}
      <rect className={styles.card} x={x} y={y} width={width} height={height} rx={10} />
      {!node.isContainer && <rect className={styles.mark} x={x} y={y} width={34} height={height} rx={10} />}
      <g className={styles.icon}>
        <StatusIcon status={node.status} x={x + 9} y={node.isContainer ? y + 6 : y + height / 2 - 8} />
      </g>
      <text className={styles.name} x={x + 44} y={node.isContainer ? y + 19 : y + 25}>
        {/* The space separates the two lines for screen readers. */}
        {`${shortened(label, 22)} `}
      </text>
      {!node.isContainer && (
        <text className={styles.status} x={x + 44} y={y + 43}>
          {shortened(shown, 28)}
        </text>
      )}
    </g>
  );
}

function Terminal({ node: { x, y, width, height, label, status } }: { node: PlacedNode }) {
  return (
    <g className={classNames(styles.terminal, status !== 'notReached' && styles.reached)}>
      <rect x={x} y={y} width={width} height={height} rx={height / 2} />
      <text x={x + width / 2} y={y + height / 2 + 5} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

function statusText({ status, visits, retries, caught, redriven }: PlacedNode): string {
  return [
    nodeStatuses[status].label,
    visits > 1 ? `${visits} ×` : '',
    retries === 0 ? '' : `${retries} ${retries === 1 ? 'retry' : 'retries'}`,
    redriven ? 'redriven' : '',
    caught > 0 && status !== 'caught' ? `${caught} caught` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
