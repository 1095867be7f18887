import type { Day } from '../../../shared/desk/day.ts'
import type { DeskSubject } from '../../../shared/desk/note.ts'
import type { PromiseMade } from '../../../shared/desk/promise.ts'
import { returnWords } from '../../cards/snooze-words.ts'
import { plural } from '../../parts/number.ts'

/** What a row can be marked as seen by. */
export type SeenBy = { notes: number[] } | { watched: DeskSubject[] } | { returned: number[] }

/** One thing that waits, as a line. */
export interface DayRow {
  key: string
  group: DayGroup
  issueId: number | null
  accountId: number
  accountName: string
  what: string
  /** What is said beside it: who wrote, why it is back, what changed. */
  note: string | null
  at: number | null
  promise: PromiseMade | null
  /** Null where it waits until it is done. */
  seen: SeenBy | null
}

export const DAY_GROUPS = ['promises', 'mentioned', 'returned', 'watched', 'assigned'] as const
export type DayGroup = (typeof DAY_GROUPS)[number]

const subjectOf = ({ issueId, accountId }: { issueId: number | null; accountId: number }): DeskSubject =>
  issueId === null ? { accountId } : { issueId }

/** What changed about something that is watched, in words. */
export function watchWords({ closed, signals, issues, tickets, notes }: Day['watched'][number]): string {
  const parts = [
    closed ? 'closed' : '',
    signals > 0 ? plural(signals, 'new signal') : '',
    issues > 0 ? plural(issues, 'new issue') : '',
    tickets > 0 ? plural(tickets, 'new ticket') : '',
    notes > 0 ? plural(notes, 'new note') : '',
  ]
  return parts.filter(part => part !== '').join(', ')
}

/** Everything that waits, in the order in which it is shown. */
export function dayRows(day: Day): DayRow[] {
  return [
    ...day.promises.map(promise => ({
      ...base('promises', `promise-${promise.id}`, promise),
      ...{ what: promise.quote, note: null, at: promise.dueAt, promise },
    })),
    ...day.mentioned.map(mention => ({
      ...base('mentioned', `note-${mention.noteId}`, mention),
      ...{ what: mention.text, note: mention.author, at: mention.at, seen: { notes: [mention.noteId] } },
    })),
    ...day.returned.map(one => ({
      ...base('returned', `returned-${one.issueId}`, one),
      ...{ what: one.title, note: returnWords(one.returned).replace(/^back: /, ''), at: one.returned.at },
      seen: { returned: [one.issueId] },
    })),
    ...day.watched.map(one => ({
      ...base('watched', `watched-${one.issueId ?? `account-${one.accountId}`}`, one),
      ...{ what: one.title ?? 'Account', note: watchWords(one), at: null, seen: { watched: [subjectOf(one)] } },
    })),
    ...day.assigned.map(one => ({
      ...base('assigned', `assigned-${one.issueId}`, one),
      ...{ what: one.title, note: null, at: one.dueAt },
    })),
  ]
}

const base = (
  group: DayGroup,
  key: string,
  { issueId, accountId, accountName }: { issueId: number | null; accountId: number; accountName: string },
): DayRow => ({
  ...{ group, key, issueId, accountId, accountName },
  ...{ what: '', note: null, at: null, promise: null, seen: null },
})
