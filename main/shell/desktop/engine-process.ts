import { dirname } from 'node:path'
import type { MessagePortMainLike } from '@orpc/client/message-port'
import { createRouterClient } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { DesktopAsk, EngineStart, FromEngine, ToEngine } from '../../../shared/bridge.ts'
import { FailureError } from '../../../shared/result.ts'
import { router } from '../../api/router.ts'
import { createHost } from '../../engine/host.ts'
import { openLog } from '../../engine/log.ts'
import { loadPolicy } from '../../engine/policy-file.ts'
import { keepPrivate } from '../../engine/private-files.ts'
import { onlyFrames } from '../frames.ts'
import { writeListFile } from '../list-file.ts'
import { printStatements } from '../print-statements.ts'
import { onUnhandled } from '../unhandled.ts'

/** Less than the main process waits before it kills this one. */
const END_WITHIN_MS = 3_500

/** The utility process that runs the engine: answers every port that the main process hands it. */
keepPrivate()
const parent = process.parentPort
const start = JSON.parse(process.argv[2] ?? '{}') as EngineStart
const say = (line: string) => void process.stderr.write(`${line}\n`)
const log = openLog(dirname(start.root), 'engine', () => Date.now())
const tell = (message: FromEngine) => parent.postMessage(message)

const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: FailureError) => void }>()
let asked = 0
const ask = <T>(what: DesktopAsk): Promise<T> =>
  new Promise((resolve, reject) => {
    asked += 1
    waiting.set(asked, { resolve, reject })
    tell({ kind: 'ask', id: asked, ask: what })
  })

const opened = createHost({
  ...start,
  shell: 'desktop',
  secrets: {
    get: name => ask<string | null>({ op: 'secret.get', name }),
    set: (name, value) => ask<void>({ op: 'secret.set', name, value }),
    lasts: () => ask<boolean>({ op: 'secret.lasts' }),
  },
  pickFiles: () => ask<string[]>({ op: 'files.pick' }),
  showFolder: dir => ask<string>({ op: 'folder.show', dir }),
  ...printStatements(process.env, say),
  log,
  policy: loadPolicy(),
})

async function hear(message: ToEngine, port: Electron.MessagePortMain | undefined): Promise<void> {
  if (message.kind === 'answer') waiting.get(message.id)?.resolve(message.value as never)
  if (message.kind === 'refusal') waiting.get(message.id)?.reject(new FailureError(message.failure))
  if (message.kind === 'answer' || message.kind === 'refusal') return void waiting.delete(message.id)
  const host = await opened
  if (message.kind === 'port' && port && host.ok) {
    new RPCHandler(router).upgrade(lineOf(port), { context: { host: host.value } })
    port.start()
  }
  if (message.kind === 'vouch') {
    const may = host.ok && host.value.shut() === null && (await host.value.engine().vouches(message.address))
    tell({ kind: 'vouched', id: message.id, may })
  }
  if (message.kind === 'list-file' && host.ok) {
    const calls = createRouterClient(router, { context: { host: host.value } })
    const error = host.value.shut()?.failure
    const written = error ? { ok: false as const, error } : await writeListFile(start.dragged, calls, message.list)
    tell({ kind: 'listed', id: message.id, written })
  }
  if (message.kind === 'close') await end(0)
}

/** What the router may do with the page's port; any other frame closes it. */
const lineOf = (port: Electron.MessagePortMain): MessagePortMainLike => ({
  postMessage: data => port.postMessage(data),
  on: (event: string, listener: (event: { data: unknown }) => void) =>
    event === 'message'
      ? port.on(
          'message',
          onlyFrames(listener, () => port.close()),
        )
      : port.on('close', () => listener({ data: undefined })),
})

/** Finishes what is being written, as far as that is still possible, and ends. */
async function end(code: number): Promise<void> {
  setTimeout(() => process.exit(code || 1), END_WITHIN_MS)
  const host = await opened
  if (host.ok) await host.value.close()
  process.exit(code)
}

// The main process starts the engine again, and the page says so.
onUnhandled(
  (line, error) => {
    say(line)
    log.unexpected(error)
  },
  () => void end(1).catch(() => process.exit(1)),
)
parent.on('message', ({ data, ports }) => {
  hear(data as ToEngine, ports[0]).catch(() => process.exit(1))
})

/** Says how the engine opened, and from then on which workspace is open. Not at the top level: CommonJS cannot wait there. */
async function report(): Promise<void> {
  const host = await opened
  tell(host.ok ? { kind: 'ready' } : { kind: 'failure', failure: host.error })
  if (!host.ok) return
  let dir = host.value.dir()
  // Looked at with every change: the first one of another workspace is heard before the last one is closed.
  for await (const _change of host.value.changes(undefined)) {
    if (dir === host.value.dir()) continue
    dir = host.value.dir()
    tell({ kind: 'opened', dir })
  }
}
void report()
