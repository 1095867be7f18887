import { NEWS_KINDS, type News } from '../../../shared/desktop/page-says.ts'

/** A notification of the system. */
export interface NewsNotice {
  title: string
  body: string
  /** Where a click leads; null where the notification is about several issues: to the person's day. */
  issueId: number | null
}

const WORDS: Record<News['kind'], { one: string; many: (n: number) => string }> = {
  assigned: { one: 'Assigned to you', many: n => `${n} issues were assigned to you` },
  due: { one: 'Due within the hour', many: n => `${n} of your issues are due within the hour` },
  returned: { one: 'Back from snooze', many: n => `${n} issues are back from snooze` },
}
/** Accounts that a notification names before it counts the rest. */
const NAMED = 3

function noticeOf(kind: News['kind'], news: readonly News[]): NewsNotice | null {
  const [first] = news
  if (!first) return null
  if (news.length === 1)
    return { title: WORDS[kind].one, body: `${first.accountName}: ${first.title}`, issueId: first.issueId }
  const names = [...new Set(news.map(({ accountName }) => accountName))]
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  return { title: WORDS[kind].many(news.length), body: names.slice(0, NAMED).join(', ') + rest, issueId: null }
}

/** At most one notification for each kind of news, however much there is. */
export const newsNotices = (news: readonly News[]): NewsNotice[] =>
  NEWS_KINDS.flatMap(
    kind =>
      noticeOf(
        kind,
        news.filter(one => one.kind === kind),
      ) ?? [],
  )

/** What the tray says when the pointer rests on it. */
export function trayWords(urgent: number, quiet: boolean): string {
  const issues = urgent === 1 ? '1 urgent issue' : `${urgent} urgent issues`
  return `Forestall: ${urgent === 0 ? 'no urgent issues' : issues}${quiet ? ' · quiet mode' : ''}`
}
