import type { ReactNode } from 'react'

/** A small button with an icon. */
export function IconButton({ label, onClick, children }: { label: string; onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" className="small-sign" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  )
}
