import Link from '@cloudscape-design/components/link';
import type { TableProps } from '@cloudscape-design/components/table';
import type { Execution } from '../api/shapes.ts';
import { durationText, timeText } from '../model/format.ts';
import { ExecutionStatusIndicator } from '../view/status.tsx';
import styles from './execution-list.module.css';

/** @param now epoch milliseconds, for the duration of running executions */
export function executionColumns(
  now: number,
  goTo: (path: string) => void,
): TableProps.ColumnDefinition<Execution>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      isRowHeader: true,
      cell: ({ name, executionArn }) => (
        <Link
          href={`/runs/${executionArn}`}
          onFollow={(event) => {
            event.preventDefault();
            goTo(`/runs/${executionArn}`);
          }}
        >
          <span className={styles.name}>{name}</span>
        </Link>
      ),
    },
    {
      id: 'status',
      header: 'Status',
      minWidth: 115,
      cell: ({ status }) => <ExecutionStatusIndicator status={status} />,
    },
    { id: 'started', header: 'Started', minWidth: 180, cell: ({ startDate }) => timeText(startDate) },
    {
      id: 'ended',
      header: 'Ended',
      minWidth: 180,
      cell: ({ stopDate }) => (stopDate === undefined ? '–' : timeText(stopDate)),
    },
    {
      id: 'duration',
      header: 'Duration',
      minWidth: 95,
      cell: ({ startDate, stopDate }) => durationText((stopDate ?? now) - startDate),
    },
    { id: 'redrives', header: 'Redrives', minWidth: 85, cell: ({ redriveCount }) => redriveCount },
  ];
}
