import { useEffect, useState } from 'react'
import { useWaitingPlace } from './fetching.tsx'

/** Who is still on a screen after so long has not just passed through it, ms. */
const STAYS_MS = 2_000

/** The query that asks for an answer that was kept. */
interface Kept {
  data: unknown
  isPending: boolean
}

/**
 * Whether a person stays on this screen. Some answers take seconds to count, and as much memory as the rest of the console.
 * Where one was kept it is on screen with its age, and is replaced by a new one only for somebody who stays.
 *
 * `kept`: null where no kept answer is needed any more. True at once then, and where none was found.
 */
export function useStayed(kept: Kept | null): boolean {
  const [stayed, stay] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => stay(true), STAYS_MS)
    return () => clearTimeout(timer)
  }, [])
  const hasNone = kept === null || (!kept.isPending && (kept.data ?? null) === null)
  const counts = stayed || hasNone
  useWaitingPlace(!counts)
  return counts
}
