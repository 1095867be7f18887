import { EventEmitter } from 'node:events'
import { isMainThread } from 'node:worker_threads'
import { SECRET } from '../hostile.ts'

/**
 * Loaded before the desktop's engine process: gives it the `parentPort` and the ports that Electron would give, over the
 * channel to the parent process. The engine's own code stays as it is.
 */
export type ToShell = { open: number } | { line: number; frame: unknown } | { close: true }
export type FromShell = { line: number; answer: unknown } | { closed: number } | { ready: true } | { failed: string }

/** As a real one, it keeps what arrives until it is started. */
class Port extends EventEmitter {
  readonly #line: number
  #early: unknown[] | null = []
  constructor(line: number) {
    super()
    this.#line = line
  }
  postMessage(answer: unknown): void {
    tell({ line: this.#line, answer })
  }
  take(data: unknown): void {
    if (this.#early) this.#early.push(data)
    else this.emit('message', { data })
  }
  start(): void {
    const early = this.#early ?? []
    this.#early = null
    for (const data of early) this.take(data)
  }
  close(): void {
    lines.delete(this.#line)
    tell({ closed: this.#line })
    this.emit('close')
  }
}

const lines = new Map<number, Port>()
const tell = (message: FromShell) => void process.send?.(message)
const parent = new EventEmitter()

/** What the main process answers: a keychain that holds one secret, and a person who chooses no file. */
function hear(message: { kind: string; id?: number; ask?: { op: string }; failure?: { what: string } }): void {
  if (message.kind === 'ready') tell({ ready: true })
  if (message.kind === 'failure') tell({ failed: message.failure?.what ?? '' })
  if (message.kind !== 'ask') return
  const value = { 'secret.get': SECRET, 'files.pick': [] }[message.ask?.op ?? ''] ?? null
  setImmediate(() => parent.emit('message', { data: { kind: 'answer', id: message.id, value }, ports: [] }))
}

if (isMainThread) {
  Object.assign(process, { parentPort: Object.assign(parent, { postMessage: hear }) })
  process.on('message', (message: ToShell) => {
    if ('open' in message) {
      const port = new Port(message.open)
      lines.set(message.open, port)
      parent.emit('message', { data: { kind: 'port' }, ports: [port] })
    } else if ('line' in message) lines.get(message.line)?.take(message.frame)
    else parent.emit('message', { data: { kind: 'close' }, ports: [] })
  })
}
