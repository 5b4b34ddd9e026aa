import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useLocation } from 'wouter';

/** The way from the list of runs to this page. */
export function WayHere({ text, href }: { text: string; href: string }) {
  const [, goTo] = useLocation();
  return (
    <BreadcrumbGroup
      ariaLabel="Way here"
      items={[
        { text: 'Runs', href: '/runs' },
        { text, href },
      ]}
      onFollow={(event) => {
        event.preventDefault();
        goTo(event.detail.href);
      }}
    />
  );
}
