import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../api/client.tsx'
import { go, type ScreenName } from './route.ts'
import { useSelection } from './selection.ts'

/** Shows a screen of a workspace that was just opened, and drops everything cached from the one before. */
export function useSwitch() {
  const queries = useQueryClient()
  return (screen: ScreenName, rest?: string) => {
    useSelection.getState().setView('now')
    go(screen, rest)
    void queries.resetQueries()
  }
}

/** Opens another workspace. One that cannot be opened takes the window, with what can be done about it; `onShut` is told. */
export function useAttend(onShut?: () => void) {
  const onSwitch = useSwitch()
  return useMutation(
    useApi().workspace.attend.mutationOptions({
      onSuccess: ({ opened }) => (opened ? onSwitch('queue') : onShut?.()),
    }),
  )
}

/** Makes a new workspace and opens it where its data are connected. */
export function useCreateWorkspace() {
  const onSwitch = useSwitch()
  return useMutation(useApi().workspace.create.mutationOptions({ onSuccess: () => onSwitch('sources') }))
}
