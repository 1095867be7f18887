import { useEffect, useState } from 'react'
import { useWaitingPlace } from './fetching.tsx'

/** Who is still on a screen after so long has not just passed through it, ms. */
const STAYS_MS = 2_000

/**
 * Whether the person stays on this screen. Some answers take seconds to count, and as much memory as the rest of the console.
 * Where one was kept it is on screen with its age, and is replaced by a new one only for somebody who stays.
 *
 * `hasKept`: whether there is one; undefined while that is asked. True at once where there is none.
 */
export function useStayed(hasKept: boolean | undefined): boolean {
  const [stayed, stay] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => stay(true), STAYS_MS)
    return () => clearTimeout(timer)
  }, [])
  const counts = stayed || hasKept === false
  useWaitingPlace(!counts)
  return counts
}

/** For `useStayed`: whether a call that asks for a kept answer has found one; undefined while it is asked. */
export const hasKept = ({ data, isPending }: { data: unknown; isPending: boolean }): boolean | undefined =>
  isPending ? undefined : data !== null && data !== undefined
