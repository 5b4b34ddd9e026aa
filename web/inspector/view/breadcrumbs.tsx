import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useLocation } from 'wouter';

/** Links back to the list of executions. */
export function Breadcrumbs({ text }: { text: string }) {
  const [path, goTo] = useLocation();
  return (
    <BreadcrumbGroup
      ariaLabel="Breadcrumb"
      items={[
        { text: 'Executions', href: '/runs' },
        { text, href: path },
      ]}
      onFollow={(event) => {
        event.preventDefault();
        goTo(event.detail.href);
      }}
    />
  );
}
