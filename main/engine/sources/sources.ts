import type { Timer } from '../../../shared/clock.ts'
import type { InspectedFile, PushdownReport, SyncReport } from '../../../shared/model/source.ts'
import type { Result } from '../../../shared/result.ts'
import type { Answers } from '../../../shared/source/cell-format.ts'
import type { SourcePreview, SourcePreviewAsk } from '../../../shared/source/manifest-view.ts'
import type { ProposalAsk, SourceProposal } from '../../../shared/source/source-proposal.ts'
import { query } from '../../cache/db.ts'
import type { Acting } from '../acting/acting.ts'
import type { Learning } from '../learning/learning.ts'
import type { Workspace } from '../open/open.ts'
import { closeAll, type Part } from '../part.ts'
import { liveSamplePast } from '../sample/past.ts'
import type { SecretStore } from '../secrets-store.ts'
import { createUnderWay } from '../under-way.ts'
import { createHalfRead, type HalfRead } from './half-read.ts'
import { inspecting } from './inspecting.ts'
import { createObjectPages, type ObjectPages } from './object-pages.ts'
import { createOutages, type Outages } from './outages.ts'
import { type PushdownAsk, pushdown } from './pushdown.ts'
import { createSourceReading } from './reading.ts'
import { createSourceAccess, type SourceAccess } from './source-access.ts'
import type { ConnectedKinds } from './source-kinds.ts'
import { previewSource } from './source-preview.ts'
import { proposeSource } from './source-propose.ts'
import { createSourceSchedule } from './source-schedule.ts'
import { secretName } from './source-secrets.ts'
import { createSourceSignIn, type SourceSignIn } from './source-sign-in.ts'
import { vouchesFor } from './vouching.ts'
import { createWatching } from './watching.ts'
import { secretsOfWorkspace, takeUnowned } from './workspace-secrets.ts'

/** Where data come from: sources are connected, read when they are due, and evaluated after each reading. */
export interface Sources {
  /** Reads one source, or all, then evaluates what changed. */
  sync(sourceId: number | undefined, acceptGone?: boolean): Promise<Result<SyncReport>>
  /** Starts reading the sources that are due; waits for none of them. */
  readIfDue(): void
  /** Fills a workspace whose source was never read. */
  firstSync(): Promise<unknown>
  halfRead: HalfRead
  sourceAccess: SourceAccess
  /** Takes over credentials that were kept by the number of a source alone, before they said its workspace. */
  takeSecrets(): Promise<void>
  sourceSignIn: Omit<SourceSignIn, 'close' | 'pages'>
  /** Where the vendor of a source shows one of its objects. */
  pageOf: ObjectPages['pageOf']
  /** Whether the system's browser may open an address. */
  vouches(address: string): Promise<boolean>
  /** What files hold, as every cell of them tells. */
  inspectFiles(paths: readonly string[], answers: Answers): Promise<Result<InspectedFile[]>>
  /** The first records of a connected system, without keeping anything. */
  previewSource(ask: SourcePreviewAsk): Promise<Result<SourcePreview>>
  /** Looks for streams in a database or a tap that is about to be connected. */
  proposeSource(ask: ProposalAsk): Promise<Result<SourceProposal>>
  retryQuarantine(sourceId: number): Promise<Result<{ accepted: number; left: number }>>
  /** Runs triggers inside a warehouse and reads only the accounts they hold for, then evaluates these. */
  pushdown(ask: PushdownAsk): Promise<Result<PushdownReport>>
  /** Outages that people declare. */
  outages: Outages
}

/** To know what a source needs, its manifest is checked whole, which would keep the first rows of a start waiting, ms. */
const TAKEN_AFTER_MS = 2_000

const allSources = query<{ id: number }>('SELECT id FROM source ORDER BY id')

export function openSources(
  workspace: Workspace,
  learning: Pick<Learning, 'evaluate'>,
  acting: Pick<Acting, 'bulk'>,
  deps: { secrets: SecretStore; random: () => number; timer: Timer; kinds: ConnectedKinds; background: boolean },
): Part<Sources> {
  const { read, dir, clock, identity, leadership, changes, idle, closing } = workspace
  const connected = { ...workspace, ...deps, secrets: secretsOfWorkspace(deps.secrets, identity) }
  const reading = createSourceReading(connected)
  const schedule = createSourceSchedule({ read, wall: clock.wall, reading })
  const { signedIn } = schedule
  const sourceAccess = createSourceAccess({ ...connected, signedIn })
  const halfRead = createHalfRead({ loading: reading.loading, cutOff: reading.cutOff, behind: schedule.behind })
  const sourceSignIn = createSourceSignIn({ ...connected, signedIn })
  const underWay = createUnderWay()
  const evaluate = () => learning.evaluate(false)
  const outages = createOutages({ ...workspace, bulk: acting.bulk, evaluate })

  const readAndEvaluate = async (
    sourceId: number | undefined,
    first: boolean,
    acceptGone: boolean,
  ): Promise<Result<SyncReport>> => {
    const report = await reading.sync(sourceId, acceptGone)
    if (!report.ok || closing.aborted) return report
    // Half the events look like silence: what is there is evaluated once the rest has come, or a person asks for it.
    if (report.value.cancelled && reading.cutOff()) return report
    if (first && !report.value.cancelled)
      await liveSamplePast({ ...workspace, random: deps.random, lead: leadership.lead }, clock.now())
    await evaluate()
    return report
  }
  /** While credentials are given to this workspace, a reading would miss them. */
  let taking: Promise<void> | null = null
  let takeNow = () => {}
  const takeAll = async () => {
    for (const { id } of read.all(allSources)) {
      if (closing.aborted) return
      const needs = await sourceAccess.secrets(id)
      const names = needs.ok ? needs.value.map(({ name }) => secretName(id, name)) : []
      await takeUnowned(deps.secrets, identity, names)
    }
  }
  const taken = async () => {
    takeNow()
    await taking
  }
  const syncNow: Sources['sync'] = async (sourceId, acceptGone = false) => {
    await taken()
    const first = identity.sample && reading.neverSynced()
    const work = () => readAndEvaluate(sourceId, first, acceptGone)
    return first ? halfRead.whileFilling(work) : work()
  }
  const sync: Sources['sync'] = (sourceId, acceptGone) =>
    underWay.follow(idle.during(() => syncNow(sourceId, acceptGone)))
  const retryQuarantine: Sources['retryQuarantine'] = async sourceId => {
    const answer = await reading.retryQuarantine(sourceId)
    if (answer.ok && answer.value.accepted > 0) await evaluate()
    return answer
  }

  const pages = createObjectPages(dir)
  const watching = deps.background
    ? createWatching({ read, dir, lead: leadership.lead, sync, timer: deps.timer })
    : null
  changes.subscribe('changed', ({ tables }) => {
    if (tables.includes('source') || tables.includes('*')) watching?.refresh()
  })
  return {
    sync,
    readIfDue: () => {
      if (!taking) schedule.tick()
    },
    firstSync: async () => reading.neverSynced() && sync(undefined),
    halfRead,
    sourceAccess: {
      ...sourceAccess,
      secrets: async sourceId => {
        await taken()
        return sourceAccess.secrets(sourceId)
      },
    },
    takeSecrets: () => {
      const begun = new Promise<void>(begin => {
        const callOff = deps.timer(TAKEN_AFTER_MS, begin)
        takeNow = () => {
          callOff()
          begin()
        }
      })
      taking = begun
        .then(takeAll)
        .catch(() => {})
        .finally(() => {
          taking = null
        })
      return taking
    },
    sourceSignIn,
    pageOf: pages.pageOf,
    vouches: async address => pages.has(address) || (await vouchesFor(address, { dir, signIns: sourceSignIn.pages })),
    inspectFiles: (paths, answers) => underWay.follow(inspecting(workspace, paths, answers)),
    previewSource: ask => previewSource(connected, ask),
    proposeSource: ask => proposeSource(connected, ask),
    retryQuarantine: sourceId => underWay.follow(retryQuarantine(sourceId)),
    outages,
    pushdown: ask => pushdown({ ...workspace, evaluate }, ask),
    close: () =>
      closeAll([
        { close: taken },
        sourceSignIn,
        { close: () => watching?.close() },
        { close: reading.settled },
        { close: underWay.settled },
        { close: outages.settled },
      ]),
  }
}
