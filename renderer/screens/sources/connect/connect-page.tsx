import type { ReactNode } from 'react'
import { type FormLack, tellLack } from '../../../parts/form.tsx'
import { Key } from '../../../parts/keys/key.tsx'
import { PageTop } from '../../../parts/page-top.tsx'
import { toastBusy } from '../../../parts/toast.tsx'
import { useKeys } from '../../../state/keys.tsx'
import { go } from '../../../state/route.ts'

interface Props {
  title: string
  about: ReactNode
  /** The label of the button that connects, and its label while it does. */
  act: string
  acting?: string
  /** Null where the source can be connected. The button and its key say it otherwise, and lead to the field. */
  lack: FormLack | null
  /** What they do while something is missing, where there is a step to take first. */
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
    lack,
    first,
    busy,
    onConnect,
    onBack = toGallery,
    children,
  } = props
  const run = () => {
    if (busy) toastBusy('The source is still being connected')
    else if (lack === null) onConnect()
    else if (first) first.run()
    else tellLack(lack)
  }
  useKeys([
    { keys: 'escape', label: 'back', group: 'Sources', run: onBack },
    { act: 'sources.continue', label: lack === null || !first ? act : first.label, run },
  ])
  return (
    <div className="page">
      <div className="inner stack">
        <PageTop title={title} about={about}>
          <button type="button" className="btn" onClick={onBack}>
            Back <kbd>Esc</kbd>
          </button>
          <button type="button" className="btn main" aria-disabled={lack !== null || busy} onClick={run}>
            {busy ? acting : act} <Key of="sources.continue" />
          </button>
        </PageTop>
        {children}
      </div>
    </div>
  )
}
