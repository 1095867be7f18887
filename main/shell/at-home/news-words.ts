import { NEWS_KINDS, type News } from '../../../shared/desktop/page-says.ts'
import { plainLine } from '../../../shared/guard/plain-text.ts'

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
const UNNAMED = { one: 'Click to see the issue in Forestall.', many: 'Click to see them in Forestall.' }

/** Desktops of Linux read markup in a notification; a name of somebody's data may neither link nor load a picture. */
const asPlain = (words: string): string => plainLine(words).replaceAll('<', '‹').replaceAll('>', '›')

function noticeOf(kind: News['kind'], news: readonly News[], named: boolean): NewsNotice | null {
  const [first] = news
  if (!first) return null
  if (news.length === 1) {
    const body = named ? asPlain(`${first.accountName}: ${first.title}`) : UNNAMED.one
    return { title: WORDS[kind].one, body, issueId: first.issueId }
  }
  const names = [...new Set(news.map(({ accountName }) => asPlain(accountName)))]
  const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : ''
  const body = named ? names.slice(0, NAMED).join(', ') + rest : UNNAMED.many
  return { title: WORDS[kind].many(news.length), body, issueId: null }
}

/** At most one notification for each kind of news, however much there is; `named`: whether it names the accounts. */
export const newsNotices = (news: readonly News[], named: boolean): NewsNotice[] =>
  NEWS_KINDS.flatMap(
    kind =>
      noticeOf(
        kind,
        news.filter(one => one.kind === kind),
        named,
      ) ?? [],
  )

/** What the tray says when the pointer rests on it. `urgent`: null while no workspace has said how many there are. */
export function trayWords(urgent: number | null, quiet: boolean): string {
  const issues = urgent === 1 ? '1 urgent issue' : `${urgent} urgent issues`
  const known = urgent === null ? '' : `: ${urgent === 0 ? 'no urgent issues' : issues}`
  return `Forestall${known}${quiet ? ' · quiet mode' : ''}`
}
