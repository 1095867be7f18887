import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { WorkspaceInfo } from '../../shared/model/workspace.ts'
import { useApi } from '../api/client.tsx'
import { countedWords, personZone } from '../parts/time.ts'

const TICK_MS = 20_000

/** The workspace's time, `elapsed` real milliseconds after the engine reported it. A fixed clock does not move. */
export const workspaceNow = (info: WorkspaceInfo, elapsed: number): number =>
  info.clock.mode === 'fixed' ? info.now : info.now + elapsed

/** The open workspace. */
export function useWorkspace() {
  return useQuery(useApi().workspace.info.queryOptions())
}

/** Draws again every 20 seconds. */
function useTick(): void {
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => tick(n => n + 1), TICK_MS)
    return () => clearInterval(timer)
  }, [])
}

/** The words of `countedWords` as time goes on; null of nothing. `at`: by the machine’s clock, UTC ms. */
export function useCounted(at: number | null): string | null {
  useTick()
  return at === null ? null : countedWords(at, Date.now(), personZone())
}

/** The workspace's time, in UTC milliseconds, updated every 20 seconds. */
export function useNow(): number {
  const info = useWorkspace()
  useTick()
  return info.data ? workspaceNow(info.data, Date.now() - info.dataUpdatedAt) : Date.now()
}
