import { useEffect, useRef } from 'react'
import { DAY } from '../../../shared/trigger/duration.ts'
import { PromiseMenu } from '../../cards/promise-menu.tsx'
import { dueWords, standingWords } from '../../cards/promise-words.ts'
import { Key } from '../../parts/keys/key.tsx'
import { age, personZone, relative, stamp } from '../../parts/time.ts'
import type { DayRow } from './day-rows.ts'

interface Props {
  row: DayRow
  now: number
  isHere: boolean
  isMenuOpen: boolean
  onMenu: (open: boolean) => void
  onOpen: () => void
  onSeen: () => void
}

/** When a row is due or was written, and whether that is pressing. */
function whenOf({ group, at, promise }: DayRow, now: number): { text: string; isHot: boolean } {
  if (at === null) return { text: '', isHot: false }
  if (promise) return { text: dueWords(at, now), isHot: at - now < DAY && promise.state === 'open' }
  if (group !== 'assigned') return { text: stamp(at, now, personZone()), isHot: false }
  return at < now
    ? { text: `overdue ${age(now - at)}`, isHot: true }
    : { text: `due ${relative(at, now, personZone())}`, isHot: at - now < DAY }
}

/** One thing that waits. Enter or a click opens it; what is only news can be marked as seen. */
export function DayLine({ row, now, isHere, isMenuOpen, onMenu, onOpen, onSeen }: Props) {
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isHere) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isHere])
  const when = whenOf(row, now)
  const standing = row.promise ? standingWords(row.promise, now) : null
  return (
    <li ref={line} className={isHere ? 'day-line on' : 'day-line'} aria-current={isHere ? 'true' : undefined}>
      <button type="button" className="day-body" tabIndex={-1} onClick={onOpen}>
        <bdi className="day-who">{row.accountName}</bdi>
        <span className="day-what" title={row.what}>
          {standing ? <span className={`tag ${standing.tone}`}>{standing.text}</span> : null}
          {row.note ? <span className="tag">{row.note}</span> : null} <bdi>{row.what}</bdi>
        </span>
        <span className={when.isHot ? 'day-when hot' : 'day-when'}>{when.text}</span>
      </button>
      {row.promise ? (
        <PromiseMenu promise={row.promise} now={now} opened={isMenuOpen} onClose={() => onMenu(false)}>
          <button type="button" className="btn small" aria-haspopup="menu" onClick={() => onMenu(true)}>
            Answer … {isHere ? <Key of="issue.promise" /> : null}
          </button>
        </PromiseMenu>
      ) : null}
      {row.seen ? (
        <button type="button" className="btn small plain" onClick={onSeen}>
          Seen {isHere ? <Key of="day.seen" /> : null}
        </button>
      ) : null}
    </li>
  )
}
