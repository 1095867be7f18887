import type { Day } from '../../../shared/desk/day.ts'
import type { Run } from '../command.ts'
import { print, table } from '../print.ts'

const iso = (at: number | null): string => (at === null ? '' : new Date(at).toISOString())

/** What waits for this person, what they promised and what they did today. */
export const showDay: Run = async ({ client, options }) => {
  const day = await client.desk.day()
  print(options.json, day, () => [...waitingLines(day), `Done today: ${day.done.length}`])
}

function waitingLines({ promises, mentioned, returned, watched, assigned }: Day): string[] {
  const rows = [
    ...promises.map(p => ['promised', p.issueId, p.accountName, iso(p.dueAt), `${p.state}: ${p.quote}`]),
    ...mentioned.map(m => ['mentioned', m.issueId, m.accountName, iso(m.at), `${m.author}: ${m.text}`]),
    ...returned.map(r => ['returned', r.issueId, r.accountName, iso(r.returned.at), `${r.returned.why}: ${r.title}`]),
    ...watched.map(w => ['watched', w.issueId, w.accountName, '', w.title ?? 'the account changed']),
    ...assigned.map(a => ['assigned', a.issueId, a.accountName, iso(a.dueAt), a.title]),
  ]
  if (rows.length === 0) return ['Nothing waits for you.']
  return table([['what', 'issue', 'account', 'when', 'text'], ...rows.map(row => row.map(cell => cell ?? ''))])
}
