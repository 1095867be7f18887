import type { ReactNode } from 'react'
import { useMay } from '../../state/may.ts'

/** Settings that only an admin may change: everybody sees them, disabled for those who are not admins. */
export const AdminOnly = ({ children }: { children: ReactNode }) => (
  <fieldset className="admin-only" disabled={!useMay().admin}>
    {children}
  </fieldset>
)

/** Says in the heading of a card that it needs an admin, beside the card's description. */
export function NeedsAdmin({ children }: { children?: ReactNode }) {
  const { admin } = useMay()
  return (
    <small>
      {children}
      {admin ? null : <>{children ? ' · ' : ''}needs an admin</>}
    </small>
  )
}
