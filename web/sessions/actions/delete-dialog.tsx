import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { Actions } from './use-actions.ts';

/** @param running the session goes on: deleting it stops it */
export function DeleteDialog({ running, actions }: { running: boolean; actions: Actions }) {
  return (
    <Dialog title={running ? 'Stop and delete this?' : 'Delete this model?'} onClose={actions.keep}>
      <p>Photo, selection and model are deleted for good.</p>
      <Dialog.Actions>
        <Button onClick={actions.keep}>Keep it</Button>
        <Button kind="danger" onClick={actions.remove}>
          Delete
        </Button>
      </Dialog.Actions>
    </Dialog>
  );
}
