import type { ReactNode } from 'react'
import { Key } from '../../../parts/keys/key.tsx'
import { PageTop } from '../../../parts/page-top.tsx'
import { toast, toastBusy } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { go } from '../../../state/route.ts'

interface Props {
  title: string
  about: ReactNode
  /** The label of the button that connects, and its label while it does. */
  act: string
  acting?: string
  ready: boolean
  /** What the key is answered with while that is false. */
  lacks: string
  /** What the key does while that is false, where there is a step to take first. */
  first?: { label: string; run: () => void } | null
  busy: boolean
  onConnect: () => void
  /** Where Back leads, by default to the gallery. The form keeps its values, except for secrets. */
  onBack?: () => void
  children: ReactNode
}

const toGallery = () => go('sources', 'connect')

/** The frame of every connect page: its title, Back, and the one button that stores anything. */
export function ConnectPage(props: Props) {
  const {
    title,
    about,
    act,
    acting = 'Connecting …',
    ready,
    lacks,
    first,
    busy,
    onConnect,
    onBack = toGallery,
    children,
  } = props
  const run = () => {
    if (busy) toastBusy('The source is still being connected')
    else if (ready) onConnect()
    else if (first) first.run()
    else toast(lacks)
  }
  useKeys([
    { keys: 'escape', label: 'back', group: 'Sources', run: onBack },
    { act: 'sources.continue', label: ready || !first ? act : first.label, run },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop title={title} about={about}>
          <button type="button" className="btn" onClick={onBack}>
            Back <kbd>Esc</kbd>
          </button>
          <button type="button" className="btn main" disabled={!ready || busy} onClick={run}>
            {busy ? acting : act} <Key of="sources.continue" />
          </button>
        </PageTop>
        {children}
      </div>
    </div>
  )
}
