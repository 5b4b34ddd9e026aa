import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import TextFilter from '@cloudscape-design/components/text-filter';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Execution } from '../api/shapes.ts';

import { RefusalText } from '../refusal.tsx';
import { executionStatuses } from '../view/status.tsx';
import { useNow } from '../view/use-now.ts';
import { executionColumns } from './columns.tsx';
import styles from './execution-list.module.css';
import { useExecutions } from './use-executions.ts';

const anyStatus = { value: 'ANY', label: 'Any status' };
const statuses = [
  anyStatus,
  ...(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const).map((value) => ({
    value,
    label: executionStatuses[value].label,
  })),
];
const pageSize = 20;

export function ExecutionList() {
  const [status, setStatus] = useState(anyStatus.value);
  return <Executions key={status} status={status} onStatus={setStatus} />;
}

function Executions({ status, onStatus }: { status: string; onStatus: (status: string) => void }) {
  const wanted = status === anyStatus.value ? undefined : status;
  const { executions, hasOlder, error, loadOlder, refresh } = useExecutions(wanted);
  const [, goTo] = useLocation();
  const [query, setQuery] = useState('');
  const [page, setPage] = useState(1);
  const all = executions ?? [];
  const now = useNow(all.some((one) => one.status === 'RUNNING'));
  if (error !== undefined && executions === undefined) {
    return (
      <SpaceBetween size="l">
        <Header variant="h1">Executions</Header>
        <RefusalText error={error} onRetry={refresh} />
      </SpaceBetween>
    );
  }
  const found = all.filter(({ name }) => name.includes(query.trim().toLowerCase()));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shownPage = Math.min(page, pages);
  return (
    <SpaceBetween size="l">
      {error !== undefined && <RefusalText error={error} onRetry={refresh} />}
      <Table<Execution>
        items={found.slice((shownPage - 1) * pageSize, shownPage * pageSize)}
        columnDefinitions={executionColumns(now, goTo)}
        trackBy="executionArn"
        variant="container"
        enableKeyboardNavigation
        loading={executions === undefined}
        loadingText="Loading executions"
        ariaLabels={{ tableLabel: 'Executions' }}
        header={
          <Header
            variant="h1"
            counter={executions && `(${all.length}${hasOlder ? '+' : ''})`}
            description="Each session is one execution."
            actions={<Button onClick={() => goTo('/runs/file')}>Open history file</Button>}
          >
            Executions
          </Header>
        }
        filter={
          <div className={styles.filters}>
            <TextFilter
              filteringText={query}
              filteringPlaceholder="Find by name"
              filteringAriaLabel="Find executions by name"
              filteringClearAriaLabel="Clear filter"
              onChange={({ detail }) => {
                setQuery(detail.filteringText);
                setPage(1);
              }}
            />
            <Select
              ariaLabel="Status"
              options={statuses}
              selectedOption={statuses.find(({ value }) => value === status) ?? anyStatus}
              onChange={({ detail }) => onStatus(detail.selectedOption.value ?? anyStatus.value)}
            />
          </div>
        }
        pagination={
          <Pagination
            currentPageIndex={shownPage}
            pagesCount={pages}
            openEnd={hasOlder}
            onNextPageClick={({ detail }) => {
              if (!detail.requestedPageAvailable) loadOlder();
            }}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page' }}
          />
        }
        empty={
          <Empty filtered={query !== '' || wanted !== undefined} hasOlder={hasOlder} onOlder={loadOlder} />
        }
      />
    </SpaceBetween>
  );
}

function Empty({
  filtered,
  hasOlder,
  onOlder,
}: {
  filtered: boolean;
  hasOlder: boolean;
  onOlder: () => void;
}) {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s">
        <Box>{filtered ? 'No matches' : 'No executions yet'}</Box>
        {filtered && hasOlder && <Button onClick={onOlder}>Load older</Button>}
      </SpaceBetween>
    </Box>
  );
}
