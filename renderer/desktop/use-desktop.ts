import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import { isQuietAt } from '../../shared/desktop/quiet.ts'
import { useApi } from '../api/client.tsx'
import { toast } from '../parts/toast.tsx'
import { useAllKeys, useKeys, useKeyWatch } from '../state/keys.tsx'
import { useNow, useWorkspace } from '../state/now.ts'
import { go } from '../state/route.ts'
import { useHabits } from './habits.ts'
import { isIssueWindow } from './issue-window.ts'
import { menuKeysOf } from './menu-keys.ts'
import { newsOf, type ToldNews } from './news.ts'
import { hearWindow, inWindow, sayToWindow } from './say.ts'

/** A screen that changes draws its parts one after the other; the menu bar is drawn once, after them. */
const SETTLE_MS = 60

/** Shows what a notification, or the console, leads to. In another workspace its number is that of some other issue. */
function showNews(
  { workspace, issueId }: { workspace: string; issueId: number | null },
  open: string | undefined,
): void {
  if (workspace !== open) toast('This issue belongs to another workspace. Open that workspace in Settings first.')
  else if (issueId === null) go('day')
  else go('queue', issueId)
}

/** Keeps the menu bar as the keys are, and runs what is chosen there. */
function useMenuBar(): void {
  const allKeys = useAllKeys()
  const keys = useRef(allKeys)
  keys.current = allKeys
  const told = useRef('')
  const open = useRef<string>(undefined)
  open.current = useWorkspace().data?.dir
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const changed = useCallback(() => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      const now = menuKeysOf(keys.current())
      const text = JSON.stringify(now)
      if (text === told.current) return
      told.current = text
      sayToWindow({ say: 'keys', keys: now })
    }, SETTLE_MS)
  }, [])
  useKeyWatch(changed)
  useEffect(() => {
    changed()
    return () => {
      // Where the console gives way to something else, an entry of the menu would do nothing.
      clearTimeout(timer.current)
      told.current = '[]'
      sayToWindow({ say: 'keys', keys: [] })
    }
  }, [changed])
  useEffect(
    () =>
      hearWindow(said => {
        if (said.say === 'run')
          keys
            .current()
            .findLast(binding => binding.keys === said.keys && binding.group === said.group)
            ?.run()
        if (said.say === 'show') showNews(said, open.current)
        if (said.say === 'habits') useHabits.setState({ habits: said.habits })
      }),
    [],
  )
}

const minuteOf = (at: Date): number => at.getHours() * 60 + at.getMinutes()

/** Tells the tray how many issues are urgent, and the notifications what is new on the person's day. */
function useNews(): void {
  const api = useApi()
  // The console speaks for all windows of the app; a browser's tab has nobody to tell.
  const enabled = inWindow() && !isIssueWindow()
  const counts = useQuery({ ...api.queue.counts.queryOptions({ input: {} }), enabled })
  const day = useQuery({ ...api.desk.day.queryOptions(), enabled })
  const now = useNow()
  const habits = useHabits(({ habits: known }) => known)
  // Looked at whenever the page is drawn, which the workspace's time does every 20 seconds.
  const isKnown = habits !== null
  const isQuiet = isKnown && isQuietAt(habits, minuteOf(new Date()))
  const told = useRef<ToldNews | null>(null)
  const dir = useWorkspace().data?.dir
  // What was told of another workspace, and what was read of it last.
  const before = useRef({ dir, readAt: 0 })
  const urgent = counts.data?.bands.today
  useEffect(() => {
    if (enabled && urgent !== undefined) sayToWindow({ say: 'urgent', count: urgent })
  }, [enabled, urgent])
  useEffect(() => () => void (enabled && sayToWindow({ say: 'urgent', count: null })), [enabled])
  useEffect(() => {
    if (enabled) sayToWindow({ say: 'ask-habits' })
  }, [enabled])
  useEffect(() => {
    // Whether it is quiet is known once the window has answered, which takes a moment.
    if (!day.data || dir === undefined || !isKnown) return
    if (before.current.dir !== dir) {
      const readAt = before.current.dir === undefined ? 0 : day.dataUpdatedAt
      before.current = { dir, readAt }
      told.current = null
    }
    if (day.dataUpdatedAt <= before.current.readAt) return
    const next = newsOf(day.data, now, told.current, isQuiet)
    told.current = next.told
    if (next.news.length > 0) sayToWindow({ say: 'news', workspace: dir, news: next.news.slice(0, 500) })
  }, [day.data, day.dataUpdatedAt, dir, now, isKnown, isQuiet])
}

/** Connects the page with the desktop around it: menu bar, tray, notifications and printing. */
export function useDesktop(): void {
  useMenuBar()
  useNews()
  useKeys([{ act: 'print', run: () => window.print() }])
}
