import { useQueryClient } from '@tanstack/react-query'
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
