import { describe, expect, it } from 'vitest'
import { FIRST_KEPT, readKept } from '../../../../main/shell/at-home/habits.ts'
import { menuSections } from '../../../../main/shell/at-home/menu-sections.ts'
import { newsNotices, trayWords } from '../../../../main/shell/at-home/news-words.ts'
import { stepZoom } from '../../../../main/shell/at-home/zoom.ts'
import { type News, pageSaysSchema } from '../../../../shared/desktop/page-says.ts'
import { isQuietAt } from '../../../../shared/desktop/quiet.ts'

const at = (hour: number, minute = 0) => hour * 60 + minute
const assigned = (issueId: number, accountName: string): News => ({
  ...{ kind: 'assigned', issueId, accountName },
  title: 'Parcel is late',
})

describe('quiet hours', () => {
  it('cross midnight, begin with their first minute and end before their last', () => {
    const night = { quiet: false, quietHours: { from: '18:00', to: '08:00' } }
    expect([at(17, 59), at(18), at(0), at(7, 59), at(8)].map(minute => isQuietAt(night, minute))).toEqual([
      ...[false, true, true, true, false],
    ])
  })
  it('may lie within one day', () => {
    const noon = { quiet: false, quietHours: { from: '12:00', to: '13:00' } }
    expect([at(11, 59), at(12), at(13), at(0)].map(minute => isQuietAt(noon, minute))).toEqual([
      ...[false, true, false, false],
    ])
  })
  it('are not needed in quiet mode, and are none where none are set', () => {
    expect(isQuietAt({ quiet: true, quietHours: null }, at(12))).toBe(true)
    expect(isQuietAt({ quiet: false, quietHours: null }, at(3))).toBe(false)
  })
})

describe('what a computer keeps', () => {
  it('is read as it was written', () => {
    const kept = { quiet: true, quietHours: { from: '22:00', to: '06:30' }, named: true, zoom: 1.5 }
    expect(readKept(JSON.stringify(kept))).toEqual(kept)
  })
  it('names nobody in notifications where an older version kept no word about that', () => {
    expect(readKept('{"quiet":false,"quietHours":null,"zoom":1}').named).toBe(false)
  })
  it.each(['', '{', '{"zoom":2}', '{"quiet":"yes","quietHours":null,"zoom":1}'])('begins again at %j', text => {
    expect(readKept(text)).toEqual(FIRST_KEPT)
  })
  it('holds no size beyond 80 % to 200 %', () => {
    const withZoom = (zoom: number) => readKept(JSON.stringify({ ...FIRST_KEPT, zoom })).zoom
    expect([0.1, 40].map(withZoom)).toEqual([0.8, 2])
  })
})

it('the zoom goes step by step and stays within 80 % and 200 %', () => {
  const up = (zoom: number) => stepZoom(zoom, 1)
  expect([up(1), up(1.75), up(2)]).toEqual([1.1, 2, 2])
  expect([stepZoom(1, -1), stepZoom(0.8, -1)]).toEqual([0.9, 0.8])
})

describe('the menu bar', () => {
  it('lists places and actions, each with its key', () => {
    const { places, acts } = menuSections(
      [
        { group: 'Everywhere', label: 'search & run commands', keys: 'mod+k' },
        { group: 'Go to', label: 'queue', keys: 'g q' },
        { group: 'Act', label: 'hand over', keys: 'shift+c' },
      ],
      'Ctrl',
    )
    expect(places.entries.map(({ text }) => text)).toEqual(['Queue (g q)'])
    expect(acts.map(({ group, entries }) => [group, entries.map(({ text }) => text)])).toEqual([
      ['Everywhere', ['Search && run commands (Ctrl+K)']],
      ['Act', ['Hand over (Shift+C)']],
    ])
  })
  it('lists of two bindings of one key the one that the key runs', () => {
    const { acts } = menuSections(
      [
        { group: 'Everywhere', label: 'look an account up', keys: 'a' },
        { group: 'Issue', label: 'open the account', keys: 'a' },
      ],
      'Ctrl',
    )
    expect(acts.flatMap(({ entries }) => entries.map(({ label }) => label))).toEqual(['open the account'])
  })
})

describe('notifications', () => {
  it('name one issue and lead to it', () => {
    expect(newsNotices([assigned(7, 'Nordlys')], true)).toEqual([
      { title: 'Assigned to you', body: 'Nordlys: Parcel is late', issueId: 7 },
    ])
  })
  it('are one for several issues of a kind, with the accounts that there is room for', () => {
    const news = ['A', 'B', 'C', 'D', 'E'].map((name, index) => assigned(index + 1, name))
    expect(newsNotices(news, true)).toEqual([
      { title: '5 issues were assigned to you', body: 'A, B, C and 2 more', issueId: null },
    ])
  })
  it('name nobody unless a person wants names', () => {
    expect(newsNotices([assigned(7, 'Nordlys')], false)).toEqual([
      { title: 'Assigned to you', body: 'Click to see the issue in Forestall.', issueId: 7 },
    ])
    expect(newsNotices([assigned(7, 'Nordlys'), assigned(8, 'Fjord')], false)).toEqual([
      { title: '2 issues were assigned to you', body: 'Click to see them in Forestall.', issueId: null },
    ])
  })
  it('hold no markup of a name, and no mark that turns letters round', () => {
    const [notice] = newsNotices([assigned(7, '<a href="https://x.example">A</a>\n\u202Egnp.')], true)
    expect(notice?.body).toBe('‹a href="https://x.example"›A‹/a› gnp.: Parcel is late')
  })
  it('are one for each kind', () => {
    const news: News[] = [
      assigned(1, 'A'),
      { ...assigned(1, 'A'), kind: 'due' },
      { ...assigned(2, 'B'), kind: 'returned' },
    ]
    expect(newsNotices(news, false).map(({ title }) => title)).toEqual([
      ...['Assigned to you', 'Due within the hour', 'Back from snooze'],
    ])
  })
  it('leave the number to the tray', () => {
    expect([trayWords(0, false), trayWords(1, false), trayWords(12, true)]).toEqual([
      'Forestall: no urgent issues',
      'Forestall: 1 urgent issue',
      'Forestall: 12 urgent issues · quiet mode',
    ])
    // No workspace is open, so nobody knows whether there are any.
    expect([trayWords(null, false), trayWords(null, true)]).toEqual(['Forestall', 'Forestall · quiet mode'])
  })
})

it('a page can say nothing that is not in the schema', () => {
  const said = [
    { say: 'open', url: 'https://example.com' },
    { say: 'open-issue', workspace: '/shop', issueId: '7' },
    { say: 'open-issue', workspace: '/shop', issueId: 7, page: 'file:///etc/passwd' },
    { say: 'open-issue', issueId: 7 },
    { say: 'set-habits', habits: { quiet: true, quietHours: { from: '25:00', to: '08:00' } } },
    null,
  ]
  expect(said.map(one => pageSaysSchema.safeParse(one).success)).toEqual(said.map(() => false))
  expect(pageSaysSchema.safeParse({ say: 'open-issue', workspace: '/shop', issueId: 7 }).success).toBe(true)
})
