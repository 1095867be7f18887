import type { Connected, ConnectedStream, Gone, Page, PageMisfit, StreamAsk } from '../../main/record/page.ts'
import type { Sourced, SyncRecord } from '../../main/record/record.ts'
import { DEADLINES } from '../../main/sync/pages/deadline.ts'
import type { SyncPagesDeps } from '../../main/sync/pages/sync-pages.ts'
import type { RecordKind } from '../../shared/vocabulary.ts'
import { accountRecord, contactRecord, eventRecord, type Truth, ticketRecord } from './sync-truth.ts'
import { NOW, type SyncedFolder } from './synced-folder.ts'

/** A page as a test writes it down. */
export interface ScriptedPage {
  records?: readonly SyncRecord[]
  misfits?: readonly PageMisfit[]
  gone?: readonly Gone[]
  /** Instead of the number of the page. */
  cursor?: string
  anew?: boolean
}

export interface ScriptedStream {
  name: string
  record: RecordKind
  priority?: number
  fills?: ReadonlySet<string>
  fresh: readonly ScriptedPage[]
  history?: readonly ScriptedPage[]
  /** Called before each page is handed over; may throw, wait, or notice what was asked. */
  before?(ask: StreamAsk, page: number): void | Promise<void>
}

export const sourced = (record: SyncRecord, n: number): Sourced => ({
  record,
  line: n + 1,
  raw: JSON.stringify(record),
})

/** A connected source that plays what a test wrote down; its cursor is the number of the next page. */
export function scripted(streams: readonly ScriptedStream[], more: Partial<Connected> = {}): Connected {
  return {
    streams: streams.map(playing),
    test: async () => ({ ok: true, message: 'It answers.', streams: [] }),
    close: async () => {},
    ...more,
  }
}

function playing(stream: ScriptedStream): ConnectedStream {
  const { name, record, priority = 0, fills, history } = stream
  return {
    name,
    record,
    priority,
    ...(fills && { fills: [fills] }),
    canBackfill: history !== undefined,
    async *pages(ask) {
      const script = ask.part === 'fresh' ? stream.fresh : (history ?? [])
      for (let n = ask.cursor === null ? 0 : Number(ask.cursor); n < script.length; n++) {
        await stream.before?.(ask, n)
        yield aPage(script[n] ?? {}, String(n + 1))
      }
    },
  }
}

export const aPage = (
  { records = [], misfits = [], gone = [], cursor, anew = false }: ScriptedPage,
  next: string,
): Page => ({
  records: records.map(sourced),
  misfits,
  gone,
  cursor: cursor ?? next,
  bytes: records.length * 100,
  anew,
})

/** Everything a truth holds, by stream, owners first. */
export const recordsOf = (truth: Truth): Record<'accounts' | 'contacts' | 'tickets' | 'events', SyncRecord[]> => ({
  accounts: [...truth.accounts].filter(([id]) => !truth.deleted.has(id)).map(([id, value]) => accountRecord(id, value)),
  contacts: [...truth.contacts].map(([id, value]) => contactRecord(id, value)),
  tickets: [...truth.tickets].map(([id, value]) => ticketRecord(id, value)),
  events: [...truth.events].map(([id, value]) => eventRecord(id, value)),
})

export const inPages = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size))

/** What `syncFresh` and `syncHistory` need, with a clock and timers that stand still. */
export const pagesDeps = (
  folder: Pick<SyncedFolder, 'writer' | 'read'>,
  connected: Connected,
  more: Partial<SyncPagesDeps> = {},
): SyncPagesDeps => ({
  writer: folder.writer,
  read: folder.read,
  source: { id: 1, slug: 'files' },
  connected,
  now: () => NOW,
  wall: () => NOW,
  timer: () => () => {},
  deadlines: DEADLINES,
  signal: new AbortController().signal,
  onProgress: () => {},
  ...more,
})
