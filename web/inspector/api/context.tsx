import { createContext, type ReactNode, use, useMemo } from 'react';
import { useSignIn } from '#web/sign-in/context.tsx';
import { Door } from './door.ts';

const DoorContext = createContext<Door | undefined>(undefined);

export function DoorProvider({ children }: { children: ReactNode }) {
  const signIn = useSignIn();
  const door = useMemo(() => new Door(signIn), [signIn]);
  return <DoorContext value={door}>{children}</DoorContext>;
}

export function useDoor(): Door {
  const door = use(DoorContext);
  if (door === undefined) throw new Error('useDoor belongs below a DoorProvider.');
  return door;
}
