import { DAY } from '../../../shared/trigger/duration.ts'
import { type Incident, type SampleShape, STREAM } from './episode.ts'
import { random } from './prng.ts'

/** A change of the product that was announced; days relative to `now`, negative ones before it. */
interface Change {
  id: Extract<Incident, `change-${string}`>
  title: string
  announced: number
  due: number
}
/** A bug that is known, until it is fixed. */
interface Bug {
  id: Extract<Incident, `bug-${string}`>
  title: string
  found: number
  fixed: number
}

const CHANGES: readonly Change[] = [
  { id: 'change-tls', title: 'TLS 1.1 is turned off', announced: -128, due: -103 },
  { id: 'change-webhooks', title: 'Webhooks are signed in a new way', announced: -75, due: -50 },
  { id: 'change-api', title: 'Version 1 of the API is turned off', announced: -15, due: 9 },
]
const BUGS: readonly Bug[] = [
  { id: 'bug-rounding', title: 'Totals of large exports are rounded', found: -140, fixed: -112 },
  { id: 'bug-labels', title: 'Labels lose umlauts in version 4.2', found: -82, fixed: -55 },
  { id: 'bug-sync', title: 'Inventory sync skips renamed items in version 4.4', found: -18, fixed: 21 },
]
/** Shares of the accounts that a change and a bug touch, and of those that get ready for a change unasked. */
const TOUCHED = { change: 0.022, bug: 0.009 } as const
const READY = 0.55

/** A change that touches an account, times in UTC ms; `readyAt` null where nobody there got ready. */
export interface TouchingChange {
  id: Change['id']
  title: string
  announcedAt: number
  dueAt: number
  readyAt: number | null
}
/** A bug in the version that an account runs, times in UTC ms. */
export interface TouchingBug {
  id: Bug['id']
  title: string
  foundAt: number
  fixedAt: number
}

/** The planned changes and known bugs that touch account `index`, of those since it signed up and within the history. */
export function touching({ seed, days, now }: SampleShape, index: number, signedUpAt: number) {
  const draw = random(seed, index, STREAM.truth, 2)
  const begin = Math.max(signedUpAt, now - days * DAY)
  const changes: TouchingChange[] = []
  for (const { id, title, announced, due } of CHANGES) {
    const [hit, ready, days] = [draw.chance(TOUCHED.change), draw.chance(READY), draw.between(0.5, 9)]
    const announcedAt = now + announced * DAY
    if (!hit || announcedAt < begin) continue
    const readyAt = ready ? Math.floor(announcedAt + days * DAY) : null
    changes.push({ id, title, announcedAt, dueAt: now + due * DAY, readyAt })
  }
  const bugs: TouchingBug[] = []
  for (const { id, title, found, fixed } of BUGS) {
    const [hit, later] = [draw.chance(TOUCHED.bug), draw.between(0, 2)]
    const foundAt = Math.floor(now + (found + later) * DAY)
    if (hit && foundAt >= begin) bugs.push({ id, title, foundAt, fixedAt: now + fixed * DAY })
  }
  return { changes, bugs }
}

/** How a new account gets started, times in UTC ms; null for an account that is older than the history. */
export interface Onboarding {
  completedAt: number | null
  /** Whether it takes to the core feature once onboarding is complete. */
  adopts: boolean
}

/** The onboarding of account `index`. */
export function onboarding({ seed, days, now }: SampleShape, index: number, signedUpAt: number): Onboarding | null {
  if (signedUpAt < now - days * DAY) return null
  const draw = random(seed, index, STREAM.truth, 3)
  const [stalls, after, adopts] = [draw.chance(0.3), draw.between(1, 6), draw.chance(0.7)]
  return { completedAt: stalls ? null : Math.floor(signedUpAt + after * DAY), adopts }
}
