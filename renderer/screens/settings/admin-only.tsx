import type { ReactNode } from 'react'
import { useMay } from '../../state/may.ts'

/** What only an admin may change: shown to everybody, and still for those who are none. */
export const AdminOnly = ({ children }: { children: ReactNode }) => (
  <fieldset className="admin-only" disabled={!useMay().admin}>
    {children}
  </fieldset>
)

/** Says so in the heading of a card, beside what it is about. */
export function NeedsAdmin({ children }: { children?: ReactNode }) {
  const { admin } = useMay()
  return (
    <small>
      {children}
      {admin ? null : <>{children ? ' · ' : ''}needs an admin</>}
    </small>
  )
}
