import { useQueryClient } from '@tanstack/react-query'
import { go, type ScreenName } from '../../state/route.ts'
import { useSelection } from '../../state/selection.ts'

/** After another workspace was opened nothing on the page is true any more: forget it all and show a screen. */
export function useSwitch() {
  const queries = useQueryClient()
  return (screen: ScreenName, rest?: string) => {
    useSelection.getState().setView('now')
    go(screen, rest)
    void queries.resetQueries()
  }
}
