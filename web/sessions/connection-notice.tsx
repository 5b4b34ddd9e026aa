import { NetworkError } from '#client/errors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { useOnline } from '#web/ui/use-online.ts';

/** Says that what one sees may be old. @param trouble of the last look at the server, while it lasts */
export function ConnectionNotice({ trouble }: { trouble: Error | undefined }) {
  const online = useOnline();
  if (online && trouble === undefined) return null;
  const title =
    !online || trouble instanceof NetworkError
      ? 'No connection at the moment; this goes on by itself.'
      : 'The service has a problem at the moment; this goes on by itself.';
  return <Notice kind="warning" title={title} />;
}
