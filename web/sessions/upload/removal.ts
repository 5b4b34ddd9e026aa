const key = 'gen3d.metadata';

/** Whether the user wants place and camera removed before the upload. Default: yes. */
export function readRemoval(storage: Storage = localStorage): boolean {
  return storage.getItem(key) !== 'keep';
}

/** Stores the choice for the next photos. */
export function storeRemoval(remove: boolean, storage: Storage = localStorage): void {
  storage.setItem(key, remove ? 'remove' : 'keep');
}
