import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AWAITED_MS, createDragOut, KEPT_MS } from '../../../../main/shell/at-home/drag-out.ts'
import { LIST_FILE, writeListFile } from '../../../../main/shell/list-file.ts'
import type { ListFile } from '../../../../shared/bridge.ts'
import type { ListAsk, ListCalls } from '../../../../shared/desk/list/list-rows.ts'
import type { DragAnswer } from '../../../../shared/desktop/drag-says.ts'
import { pageSaysSchema } from '../../../../shared/desktop/page-says.ts'
import type { QueueRow } from '../../../../shared/model/queue.ts'
import { ok, type Result } from '../../../../shared/result.ts'
import { tempFolder } from '../../../helpers/temp-folder.ts'

const LIST: ListAsk = { filter: { view: 'now' }, banded: false, issueIds: [7] }
const row = (id: number, accountName: string) =>
  ({ id, accountName, plan: null, category: 'billing', title: 'Card expires', detail: null, state: 'open' }) as QueueRow
const complete = (part: QueueRow): QueueRow => ({
  ...part,
  ...{ dueAt: null, openedAt: 0, risk: 0.5, priority: 1, claimedBy: null, siblings: [] },
})

/** An engine whose list has these rows, and which keeps what it was asked. */
function listing(rows: readonly QueueRow[]) {
  const asked: Parameters<ListCalls['queue']['list']>[0][] = []
  const list = async (input: (typeof asked)[number]) => {
    asked.push(input)
    const ids = input.pick?.issueIds
    return rows.filter(({ id }) => !ids || ids.includes(id)).slice(input.offset, input.offset + input.limit)
  }
  return { asked, calls: { queue: { list }, worklist: { rows: list } } }
}

describe('the file of a list that is dragged out', () => {
  const rows = [row(7, '=Nordlys'), row(8, 'Fjell')].map(complete)

  it('holds the selected issues and no other row, for the user alone', async () => {
    const folder = join(tempFolder(), 'dragged')
    const written = await writeListFile(folder, listing(rows).calls, LIST)
    const { path, rows: count } = written.ok ? written.value : { path: '', rows: 0 }
    expect([count, dirname(dirname(path))]).toEqual([1, folder])
    expect(readFileSync(path, 'utf8').split('\r\n').slice(1, -1)).toEqual([
      expect.stringMatching(/^'=Nordlys,,Billing,Card expires,/),
    ])
    const modes = [path, dirname(path), folder].map(one => statSync(one).mode & 0o777)
    expect(modes).toEqual([0o600, 0o700, 0o700])
  })

  it('holds the list as it is filtered, a section after another', async () => {
    const { asked, calls } = listing(rows)
    const list: ListAsk = { filter: { view: 'mine', search: 'nord' }, banded: true, issueIds: null }
    await writeListFile(tempFolder(), calls, list)
    expect(asked.map(({ view, search, band }) => [view, search, band])).toEqual(
      ['today', 'week', 'later'].map(band => ['mine', 'nord', band]),
    )
  })

  it('is not written where the list no longer holds the issues, or the disk does not take it', async () => {
    const folder = tempFolder()
    const none = await writeListFile(folder, listing([]).calls, LIST)
    expect(none).toMatchObject({ ok: false, error: { kind: 'not_found' } })
    expect(readdirSync(folder)).toEqual([])
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expect(await writeListFile(file, listing(rows).calls, LIST)).toMatchObject({ ok: false, error: { kind: 'io' } })
  })
})

/** A window whose pages drag, with an engine that writes when it is let. */
function aDesk() {
  const folder = join(tempFolder(), 'dragged')
  const begun: string[] = []
  const said: DragAnswer[] = []
  const timers: { ms: number; act: () => void }[] = []
  const writes: PromiseWithResolvers<void>[] = []
  let files = 0
  const write = async (): Promise<Result<ListFile>> => {
    files += 1
    const own = join(folder, `list-${files}`)
    const may = Promise.withResolvers<void>()
    writes.push(may)
    await may.promise
    mkdirSync(own, { recursive: true })
    writeFileSync(join(own, LIST_FILE), 'account')
    return ok({ path: join(own, LIST_FILE), rows: 1 })
  }
  const drags = createDragOut<object>({
    ...{ folder, write },
    begin: (_page, path) => begun.push(path),
    say: (_page, answer) => said.push(answer),
    later: (ms, act) => timers.push({ ms, act }),
  })
  const passes = (ms: number) => {
    for (const timer of timers.filter(one => one.ms <= ms)) timer.act()
  }
  const settled = () => new Promise<void>(done => setImmediate(done))
  const ready = async () => {
    await settled()
    writes.at(-1)?.resolve()
    await settled()
  }
  const there = () => (existsSync(folder) ? readdirSync(folder) : [])
  return { drags, begun, said, passes, ready, settled, there, written: () => files }
}

describe('a drag', () => {
  const page = {}
  it('begins when the file is there and the button is still held, and the file goes some minutes later', async () => {
    const { drags, begun, said, passes, ready, there } = aDesk()
    drags.hear(page, { say: 'drag-list', drag: 1, list: { ...LIST, issueIds: [7] } })
    await ready()
    expect([said, begun]).toEqual([[{ say: 'drag-ready', drag: 1, rows: 1 }], []])
    drags.hear(page, { say: 'drag-go', drag: 1 })
    expect(begun).toHaveLength(1)
    passes(AWAITED_MS)
    expect(there()).toHaveLength(1)
    passes(KEPT_MS)
    expect(there()).toEqual([])
  })

  it('does not begin where the person let go, where nobody answers, or for another page', async () => {
    const { drags, begun, passes, ready, there } = aDesk()
    const ask = (drag: number) => drags.hear(page, { say: 'drag-list', drag, list: { ...LIST, issueIds: [7] } })
    ask(1)
    await ready()
    drags.hear({}, { say: 'drag-go', drag: 1 })
    drags.hear(page, { say: 'drag-go', drag: 2 })
    drags.hear(page, { say: 'drag-drop', drag: 1 })
    expect([begun, there()]).toEqual([[], []])
    ask(3)
    await ready()
    passes(AWAITED_MS)
    drags.hear(page, { say: 'drag-go', drag: 3 })
    expect([begun, there()]).toEqual([[], []])
  })

  it('gives way to a newer one, and a page that asks for many files gets the last', async () => {
    const { drags, said, ready, there, written } = aDesk()
    for (let drag = 1; drag <= 50; drag++)
      drags.hear(page, { say: 'drag-list', drag, list: { ...LIST, issueIds: [7] } })
    await ready()
    expect(said).toEqual([{ say: 'drag-ready', drag: 50, rows: 1 }])
    expect([there().length, written()]).toEqual([1, 1])
    drags.sweep()
    expect(there()).toEqual([])
  })
})

describe('what a page may say of a drag', () => {
  const drag = { say: 'drag-list', drag: 1, list: { filter: { view: 'now' }, banded: true, issueIds: null } }
  it('names rows of the list', () => {
    expect(pageSaysSchema.safeParse(drag).success).toBe(true)
    expect(pageSaysSchema.safeParse({ say: 'drag-go', drag: 1 }).success).toBe(true)
  })
  it.each([
    { say: 'drag-go', drag: 1, path: '/etc/passwd' },
    { say: 'drag-go', drag: 1, file: '../secrets.json' },
    { ...drag, path: '/etc/passwd' },
    { ...drag, list: { ...drag.list, content: 'text' } },
    { ...drag, list: { ...drag.list, issueIds: [] } },
    { ...drag, list: { ...drag.list, issueIds: Array.from({ length: 10_001 }, (_, n) => n + 1) } },
    { ...drag, list: { ...drag.list, filter: { view: 'everything' } } },
  ])('names no file and no content: %#', said => {
    expect(pageSaysSchema.safeParse(said).success).toBe(false)
  })
})
