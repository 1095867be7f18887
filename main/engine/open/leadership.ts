import { type Lock, tryLead } from '../../cache/leader.ts'

/** Which process of this machine sends for a workspace, seen from one of them. */
export interface Leadership {
  /** Tries to become the one that sends; true once it is, and what a crash left in flight is marked. */
  lead(): Promise<boolean>
  leads(): boolean
  /** Another process was leading when this one last tried. */
  follows(): boolean
  /** Lets another process lead; this one does not try again. */
  release(): void
}

/**
 *   following ── the lock is free ─▶ marking what was in flight ─▶ leading ── release ─▶ over
 *        ▲ somebody else has it │            │ failed: again with the next try
 *        └──────────────────────┘            └──────────────────▶ (keeps the lock)
 *
 * `turned` is told when another process is found to lead, and when none does any more. `reconcile` marks what may or may not have left when the last leader died: nothing is sent before that is done.
 */
export function createLeadership(deps: {
  dir: string
  may?: boolean
  reconcile(): Promise<void>
  turned(): void
}): Leadership {
  let lock: Lock | null = null
  let reconciled: Promise<void> | null = null
  let leading = false
  let follows = false
  // What cannot be written down as sent must not be sent.
  let over = deps.may === false

  const reconcileOnce = (): Promise<void> => {
    reconciled ??= deps.reconcile().catch(error => {
      reconciled = null
      throw error
    })
    return reconciled
  }

  return {
    lead: async () => {
      if (over) return false
      lock ??= tryLead(deps.dir)
      const before = follows
      follows = lock === null
      if (follows !== before) deps.turned()
      if (!lock) return false
      await reconcileOnce()
      leading = !over
      return leading
    },
    leads: () => leading,
    follows: () => follows,
    release: () => {
      over = true
      leading = false
      lock?.release()
      lock = null
    },
  }
}
