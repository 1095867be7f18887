import { type ClientContext, type ClientLink, ORPCError } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import { CONNECT, type NoticeEnvelope } from '../../shared/bridge.ts'
import type { Failure } from '../../shared/result.ts'

export type TransportState = 'connecting' | 'open' | 'lost'
/** `failure` says why the engine cannot start; null while it is restarting. */
export type OnState = (state: TransportState, failure: Failure | null) => void

type Link = ClientLink<ClientContext>
interface Live {
  link: Link
  lost: boolean
}
interface Line {
  opened(link: Link): Live
  lost(live: Live | null, failure: Failure | null): void
}

const STOPPED: Failure = {
  kind: 'unavailable',
  what: 'The engine stopped during this command.',
  why: 'The engine is restarting, and the command may or may not have been carried out.',
  todo: 'Check the result once the console is connected again, and repeat the command if needed.',
}

/** What the page reads is asked for again as soon as it is connected, so there is nothing for a person to check. */
const UNANSWERED: Failure = {
  kind: 'unavailable',
  what: 'The engine stopped before it answered.',
  why: 'The engine is restarting.',
  todo: 'The console asks again once it is connected.',
}

/** The engine answers over a message port; the main process hands over a new one after each restart. */
function overPort(line: Line): void {
  let live: Live | null = null
  let port: MessagePort | null = null
  // Ends calls and streams of the old port even where the browser does not report that its other end is gone.
  const drop = () => {
    if (live) live.lost = true
    port?.dispatchEvent(new Event('close'))
  }
  window.addEventListener('message', event => {
    const notice = (event.data as Partial<NoticeEnvelope> | null)?.forestall
    if (event.source !== window || !notice || notice.kind === 'link') return
    if (notice.kind === 'failure') return line.lost(live, notice.failure)
    drop()
    if (notice.kind === 'lost') return line.lost(live, null)
    port = event.ports[0] ?? null
    if (!port) return
    port.addEventListener('close', () => opened.lost || line.lost(opened, null))
    const opened = line.opened(new PortLink({ port }))
    live = opened
    port.start()
  })
  askForEngine()
}

/** Asks for an engine again after it could not be started. */
export const askForEngine = (): void => window.postMessage(CONNECT, window.location.origin)

/** The loopback shell: a web socket to the server of the page, retried until it opens. */
function overSocket(line: Line, wait = 250): void {
  const { protocol, host } = window.location
  const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/rpc`)
  let live: Live | null = null
  socket.addEventListener('close', () => {
    line.lost(live, null)
    setTimeout(() => overSocket(line, live ? 250 : Math.min(wait * 2, 4_000)), wait)
  })
  const link = new SocketLink({ websocket: socket })
  socket.addEventListener('open', () => {
    live = line.opened(link)
  })
}

/**
 * The page's line to the engine: an oRPC link that outlives its connections. Calls made without a connection wait for the
 * next one; calls that a restart cut off fail with the contract's `FAILED` error of kind `unavailable`.
 */
export function createTransport(onState: OnState): Link {
  let current: Live | null = null
  let waiting: ((live: Live) => void)[] = []
  const line: Line = {
    opened: link => {
      const live = { link, lost: false }
      current = live
      const all = waiting
      waiting = []
      for (const go of all) go(live)
      onState('open', null)
      return live
    },
    lost: (live, failure) => {
      if (live) live.lost = true
      if (current === live) current = null
      onState('lost', failure)
    },
  }
  const connected = (signal: AbortSignal | undefined) =>
    current ??
    new Promise<Live>((resolve, reject) => {
      waiting.push(resolve)
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
    })
  onState('connecting', null)
  if (window.location.protocol === 'app:') overPort(line)
  else overSocket(line)
  return {
    call: async (path, input, options) => {
      const used = await connected(options.signal)
      try {
        return await used.link.call(path, input, options)
      } catch (error) {
        if (!used.lost || options.signal?.aborted) throw error
        // Only what is read comes with a signal, by which a screen that is left gives it up.
        const data = options.signal ? UNANSWERED : STOPPED
        throw new ORPCError('FAILED', { defined: true, status: 422, message: data.what, data })
      }
    },
  }
}
