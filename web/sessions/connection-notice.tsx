import { NetworkError } from '#client/errors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { useOnline } from '#web/ui/use-online.ts';

/** Says that the page may show old data. @param trouble why the server can't be read at the moment */
export function ConnectionNotice({ trouble }: { trouble: Error | undefined }) {
  const online = useOnline();
  if (online && trouble === undefined) return null;
  const title =
    !online || trouble instanceof NetworkError
      ? "You're offline. We'll reconnect automatically."
      : "We're having trouble. We'll keep trying.";
  return <Notice kind="warning" title={title} />;
}
