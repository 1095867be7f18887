import { Bar, BarRows } from '../parts/skeleton.tsx'
import { toast } from '../parts/toast.tsx'
import { Fetching } from '../state/desk/fetching.tsx'
import { ANY_SIGN } from '../state/key-match.ts'
import { useKeys } from '../state/keys.tsx'

const ROWS = 8

/**
 * A screen that is opened for the first time, until its code is there. A key pressed now was meant for that screen: it is
 * answered, and does not mean what it means where no screen has a use for it.
 */
export function LoadingScreen() {
  const wait = () => toast('The screen is still loading')
  useKeys([
    { keys: ANY_SIGN, label: 'wait for the screen', group: 'Everywhere', hidden: true, run: wait },
    { act: 'account', hidden: true, run: wait },
  ])
  return (
    <div className="page loading-screen">
      <Fetching />
      <h1 className="sr">Loading the screen</h1>
      <div className="inner stack">
        <Bar width="30%" height={22} />
        <BarRows rows={ROWS} />
      </div>
    </div>
  )
}
