import type { ReactNode } from 'react'
import { go } from '../../state/route.ts'

interface Props {
  title: string
  about: ReactNode
  /** The words of the button that connects. */
  act: string
  ready: boolean
  busy: boolean
  onConnect: () => void
  children: ReactNode
}

/** The frame of every way to connect: what it is, back to the gallery, and the one button that stores anything. */
export function ConnectPage({ title, about, act, ready, busy, onConnect, children }: Props) {
  return (
    <div className="page">
      <div className="inner stack">
        <div className="page-top">
          <div>
            <h1>{title}</h1>
            <p>{about}</p>
          </div>
          <div className="right">
            <button type="button" className="btn" onClick={() => go('sources', 'connect')}>
              Back
            </button>
            <button type="button" className="btn main" disabled={!ready || busy} onClick={onConnect}>
              {busy ? 'Connecting …' : act}
            </button>
          </div>
        </div>
        {children}
      </div>
    </div>
  )
}
