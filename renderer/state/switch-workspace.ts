import { useQueryClient } from '@tanstack/react-query'
import { go, type ScreenName } from './route.ts'
import { useSelection } from './selection.ts'

/** After another workspace was opened nothing on the page is true any more: forget it all and show a screen. */
export function useSwitch() {
  const queries = useQueryClient()
  return (screen: ScreenName, rest?: string) => {
    useSelection.getState().setView('now')
    go(screen, rest)
    void queries.resetQueries()
  }
}
