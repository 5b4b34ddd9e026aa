import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import type { Actions } from './use-actions.ts';

/** @param running deleting the session cancels it */
export function DeleteDialog({ running, actions }: { running: boolean; actions: Actions }) {
  return (
    <Dialog title={running ? 'Cancel and delete this?' : 'Delete this model?'} onClose={actions.keep}>
      <p>This permanently deletes the photo, selection and model.</p>
      <Dialog.Actions>
        <Button onClick={actions.keep}>Keep</Button>
        <Button kind="danger" onClick={actions.remove}>
          Delete
        </Button>
      </Dialog.Actions>
    </Dialog>
  );
}
