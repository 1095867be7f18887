import { MessageChannelMain, type UtilityProcess, utilityProcess, type WebContents } from 'electron'
import {
  type DesktopAsk,
  type EngineNotice,
  type EngineStart,
  type FromEngine,
  type ListFile,
  NOTICE_CHANNEL,
  type ToEngine,
} from '../../../shared/bridge.ts'
import type { ListAsk } from '../../../shared/desk/list/list-rows.ts'
import { type Failure, type Result, fail as refuse } from '../../../shared/result.ts'
import { createRestarts, RESTARTS_A_MINUTE } from '../restarts.ts'
import { createUnanswered } from '../unanswered.ts'

/** The engine's process as the main process sees it. */
export interface EngineProcess {
  /** Gives a page a port of its own now, or as soon as there is a running engine. */
  connect(page: WebContents): void
  /** Whether the engine vouches for an address that the page wants opened; false while no engine runs. */
  vouches(address: string): Promise<boolean>
  /** Has the engine write rows of the list into a file of their own. */
  listFile(list: ListAsk): Promise<Result<ListFile>>
  /** Lets the engine finish what it is writing, then stops it. */
  close(): Promise<void>
}

export interface SupervisorDeps {
  /** The built entry of the utility process. */
  entry: string
  start: EngineStart
  /** Answers what the engine cannot do itself. */
  answer: (ask: DesktopAsk) => Promise<unknown>
}

const CLOSE_WITHIN_MS = 4_000
const KILLED_WITHIN_MS = 500

const keepsStopping: Failure = {
  kind: 'unavailable',
  what: 'The engine keeps stopping.',
  why: `The engine was started ${RESTARTS_A_MINUTE} times within a minute and stopped each time.`,
  todo: 'Try again. If the engine still stops, open another workspace to see whether this workspace is the cause, or repair it. Help → Show log tells when it stopped.',
}

export const notRunning = refuse(
  'unavailable',
  'The list could not be dragged out.',
  'The engine is not running at the moment.',
  'Try again when the window shows the queue again.',
)

const asFailure = (error: unknown): Failure => ({
  kind: 'io',
  what: 'The system could not carry out the request.',
  why: String(error),
  todo: 'Try again.',
})

/**
 * Keeps one engine running:
 *
 *     starting → running → (ended) → waiting → starting …
 *        ↓ failure, or ended too often            ↑
 *      failed ──────── the page asks again ───────┘
 */
export function superviseEngine({ entry, start, answer }: SupervisorDeps): EngineProcess {
  let child: UtilityProcess | null = null
  let state: 'starting' | 'running' | 'waiting' | 'failed' | 'closing' = 'starting'
  const pages = new Set<WebContents>()
  let failure: { failure: Failure; told: Set<WebContents> } | null = null
  const restarts = createRestarts()
  const vouching = createUnanswered(false)
  const listing = createUnanswered<Result<ListFile>>(notRunning)
  let dir = start.dir

  const send = (message: ToEngine) => child?.postMessage(message)
  const tell = (page: WebContents, notice: EngineNotice, ports: Electron.MessagePortMain[] = []) => {
    if (page.isDestroyed()) pages.delete(page)
    else page.postMessage(NOTICE_CHANNEL, notice, ports)
  }
  const tellAll = (notice: EngineNotice) => {
    for (const page of [...pages]) tell(page, notice)
  }

  const handPort = (page: WebContents) => {
    if (page.isDestroyed()) return void pages.delete(page)
    const { port1, port2 } = new MessageChannelMain()
    child?.postMessage({ kind: 'port' } satisfies ToEngine, [port1])
    tell(page, { kind: 'port' }, [port2])
  }
  const fail = (why: Failure) => {
    state = 'failed'
    failure = { failure: why, told: new Set(pages) }
    tellAll({ kind: 'failure', failure: why })
  }
  const reply = (id: number, ask: DesktopAsk) =>
    answer(ask).then(
      value => send({ kind: 'answer', id, value }),
      error => send({ kind: 'refusal', id, failure: asFailure(error) }),
    )
  const hear = (message: FromEngine) => {
    if (message.kind === 'ask') return void reply(message.id, message.ask)
    if (message.kind === 'vouched') return vouching.answered(message.id, message.may)
    if (message.kind === 'listed') return listing.answered(message.id, message.written)
    if (message.kind === 'failure') return fail(message.failure)
    if (message.kind === 'opened') {
      dir = message.dir
      return
    }
    state = 'running'
    for (const page of [...pages]) handPort(page)
  }

  /** `stopped`: opening the workspace ended the engine again and again, so the person decides before it is opened once more. */
  const launch = (stopped?: Failure) => {
    state = 'starting'
    failure = null
    const mine = utilityProcess.fork(entry, [JSON.stringify({ ...start, dir, stopped })], {
      serviceName: 'Forestall engine',
    })
    child = mine
    mine.on('message', hear)
    mine.on('exit', () => {
      if (child !== mine) return
      child = null
      vouching.giveUp()
      listing.giveUp()
      if (state === 'closing' || state === 'failed') return
      // One that does not even come up without a workspace would be started for ever.
      if (stopped && state === 'starting') fail(stopped)
      else recover()
    })
  }
  const recover = () => {
    const wait = restarts.next(Date.now())
    tellAll({ kind: 'lost' })
    if (wait === null) return launch(keepsStopping)
    state = 'waiting'
    setTimeout(() => state === 'waiting' && launch(), wait)
  }
  const again = () => {
    restarts.forget()
    child?.kill()
    launch()
  }

  launch()
  return {
    connect: asking => {
      pages.add(asking)
      if (state === 'running') return handPort(asking)
      if (state !== 'failed' || !failure) return
      // A page that was told of the failure and asks again wants another try.
      if (failure.told.has(asking)) return again()
      failure.told.add(asking)
      tell(asking, { kind: 'failure', failure: failure.failure })
    },
    vouches: address =>
      state !== 'running' ? Promise.resolve(false) : vouching.ask(id => send({ kind: 'vouch', id, address })),
    listFile: list =>
      state !== 'running' ? Promise.resolve(notRunning) : listing.ask(id => send({ kind: 'list-file', id, list })),
    close: () => {
      state = 'closing'
      const mine = child
      if (!mine) return Promise.resolve()
      return new Promise(resolve => {
        const limit = setTimeout(() => {
          mine.kill()
          // The end of a process that died as the app was quitting is never told: the app would not quit at all.
          setTimeout(resolve, KILLED_WITHIN_MS)
        }, CLOSE_WITHIN_MS)
        mine.once('exit', () => {
          clearTimeout(limit)
          resolve()
        })
        send({ kind: 'close' })
      })
    },
  }
}
