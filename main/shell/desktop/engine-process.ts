import { RPCHandler } from '@orpc/server/message-port'
import type { DesktopAsk, EngineStart, FromEngine, ToEngine } from '../../../shared/bridge.ts'
import { FailureError } from '../../../shared/result.ts'
import { router } from '../../api/router.ts'
import { createHost, statementLog } from '../../engine/host.ts'

/** The utility process that runs the engine: answers every port that the main process hands it. */
const parent = process.parentPort
const start = JSON.parse(process.argv[2] ?? '{}') as EngineStart
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
  },
  pickFiles: () => ask<string[]>({ op: 'files.pick' }),
  watch: statementLog(line => process.stderr.write(`${line}\n`)),
})

parent.on('message', async ({ data, ports }) => {
  const message = data as ToEngine
  const [port] = ports
  if (message.kind === 'answer') waiting.get(message.id)?.resolve(message.value as never)
  if (message.kind === 'refusal') waiting.get(message.id)?.reject(new FailureError(message.failure))
  if (message.kind === 'answer' || message.kind === 'refusal') return waiting.delete(message.id)
  const host = await opened
  if (message.kind === 'port' && port && host.ok) {
    new RPCHandler(router).upgrade(port, { context: { host: host.value } })
    port.start()
  }
  if (message.kind === 'close') {
    if (host.ok) await host.value.close()
    process.exit(0)
  }
})

const host = await opened
tell(host.ok ? { kind: 'ready' } : { kind: 'failure', failure: host.error })

if (host.ok) {
  let dir = host.value.engine().dir
  // Looked at with every change: the first one of another workspace is heard before the last one is closed.
  for await (const _change of host.value.changes(undefined)) {
    if (dir === host.value.engine().dir) continue
    dir = host.value.engine().dir
    tell({ kind: 'opened', dir })
  }
}
