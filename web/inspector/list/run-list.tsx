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
import { pathOfRun } from '../model/paths.ts';
import { RefusalText } from '../refusal.tsx';
import { executionStatuses } from '../view/status.tsx';
import { useNow } from '../view/use-now.ts';
import { runColumns } from './columns.tsx';
import styles from './run-list.module.css';
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

export function RunList() {
  const [status, setStatus] = useState(anyStatus.value);
  return <Runs key={status} status={status} onStatus={setStatus} />;
}

function Runs({ status, onStatus }: { status: string; onStatus: (status: string) => void }) {
  const wanted = status === anyStatus.value ? undefined : status;
  const { listed, error, showMore, lookAgain } = useExecutions(wanted);
  const [, goTo] = useLocation();
  const [words, setWords] = useState('');
  const [page, setPage] = useState(1);
  const all = listed?.executions ?? [];
  const now = useNow(all.some((one) => one.status === 'RUNNING'));
  if (error !== undefined && listed === undefined) {
    return (
      <SpaceBetween size="l">
        <Header variant="h1">Runs</Header>
        <RefusalText error={error} onRetry={lookAgain} />
      </SpaceBetween>
    );
  }
  const found = all.filter(({ name }) => name.includes(words.trim().toLowerCase()));
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shownPage = Math.min(page, pages);
  return (
    <SpaceBetween size="l">
      {error !== undefined && <RefusalText error={error} onRetry={lookAgain} />}
      <Table<Execution>
        items={found.slice((shownPage - 1) * pageSize, shownPage * pageSize)}
        columnDefinitions={runColumns(now, (arn) => goTo(pathOfRun(arn)))}
        trackBy="executionArn"
        variant="container"
        enableKeyboardNavigation
        loading={listed === undefined}
        loadingText="Reading the runs"
        ariaLabels={{ tableLabel: 'Runs' }}
        header={
          <Header
            variant="h1"
            counter={listed && `(${all.length}${listed.hasMore ? '+' : ''})`}
            description="Every session is one run of the state machine."
            actions={<Button onClick={() => goTo('/runs/file')}>Open a file</Button>}
          >
            Runs
          </Header>
        }
        filter={
          <div className={styles.filters}>
            <TextFilter
              filteringText={words}
              filteringPlaceholder="Find by name"
              filteringAriaLabel="Find runs by name"
              filteringClearAriaLabel="Clear the name"
              onChange={({ detail }) => {
                setWords(detail.filteringText);
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
            openEnd={listed?.hasMore ?? false}
            onNextPageClick={({ detail }) => {
              if (!detail.requestedPageAvailable) showMore();
            }}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Page before' }}
          />
        }
        empty={
          <Empty
            filtered={words !== '' || wanted !== undefined}
            hasMore={listed?.hasMore === true}
            onMore={showMore}
          />
        }
      />
    </SpaceBetween>
  );
}

function Empty({ filtered, hasMore, onMore }: { filtered: boolean; hasMore: boolean; onMore: () => void }) {
  return (
    <Box textAlign="center" padding={{ vertical: 'l' }}>
      <SpaceBetween size="s">
        <Box>{filtered ? 'No run is like that.' : 'No session has been started yet.'}</Box>
        {filtered && hasMore && <Button onClick={onMore}>Look further back</Button>}
      </SpaceBetween>
    </Box>
  );
}
