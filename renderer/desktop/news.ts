import type { Day } from '../../shared/desk/day.ts'
import type { News } from '../../shared/desktop/page-says.ts'

/** Issues that the person has been told about, or that were there when the page was opened. */
export interface ToldNews {
  assigned: ReadonlySet<number>
  due: ReadonlySet<number>
  returned: ReadonlySet<number>
}

/** How long before it is too late an issue is news. */
const SOON_MS = 3_600_000

type Listed = Pick<Day['assigned'][number], 'issueId' | 'title' | 'accountName'>
const asNews = (kind: News['kind'], { issueId, title, accountName }: Listed): News => ({
  ...{ kind, issueId },
  title: title.slice(0, 500),
  accountName: accountName.slice(0, 500),
})
const idsOf = (listed: readonly Listed[]) => new Set(listed.map(({ issueId }) => issueId))

const NOTHING: ReadonlySet<number> = new Set()
const stillIn = (known: ReadonlySet<number>, listed: ReadonlySet<number>) =>
  new Set([...known].filter(id => listed.has(id)))

/**
 * What is new on a person's day. At the first look (`told` is null) what was assigned or had returned before is not news,
 * but what is about to be too late is. An issue that leaves the list and comes again is news again.
 *
 * While it `isQuiet` nothing is told, and nothing counts as told: what is still on the day when the quiet hours end is news
 * then. An hour in which nobody may be disturbed hides nothing for good.
 */
export function newsOf(
  { assigned, returned }: Pick<Day, 'assigned' | 'returned'>,
  now: number,
  told: ToldNews | null,
  isQuiet = false,
): { news: News[]; told: ToldNews } {
  const due = assigned.filter(({ dueAt }) => dueAt !== null && dueAt > now && dueAt <= now + SOON_MS)
  const all = { assigned: idsOf(assigned), due: idsOf(due), returned: idsOf(returned) }
  if (isQuiet) {
    const { assigned: known, due: knownDue, returned: back } = told ?? { ...all, due: NOTHING }
    return {
      news: [],
      told: {
        assigned: stillIn(known, all.assigned),
        due: stillIn(knownDue, all.due),
        returned: stillIn(back, all.returned),
      },
    }
  }
  const fresh = (listed: readonly Listed[], known: ReadonlySet<number> | undefined) =>
    known ? listed.filter(({ issueId }) => !known.has(issueId)) : []
  return {
    news: [
      ...fresh(assigned, told?.assigned).map(one => asNews('assigned', one)),
      ...fresh(due, told?.due ?? new Set()).map(one => asNews('due', one)),
      ...fresh(returned, told?.returned).map(one => asNews('returned', one)),
    ],
    told: all,
  }
}
