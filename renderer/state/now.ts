import { useQuery } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
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

const SECOND = 1_000
const watching = new Set<() => void>()
let second = 0
let timer: ReturnType<typeof setInterval> | undefined

/** One timer for all that show a second. */
function eachSecond(tick: () => void): () => void {
  watching.add(tick)
  timer ??= setInterval(() => {
    second = Date.now()
    for (const one of watching) one()
  }, SECOND)
  return () => {
    watching.delete(tick)
    if (watching.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
const never = () => () => {}

/** The machine's time, UTC ms. What asks is drawn again every second while `isOn`. */
export function useWall(isOn: boolean): number {
  useSyncExternalStore(isOn ? eachSecond : never, () => (isOn ? second : 0))
  return Date.now()
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
