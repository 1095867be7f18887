import { type Playbook, parsePlaybook } from '../../shared/intervention/playbook.ts'
import type { DryRun, PlaybookProblem, PlaybookVersion } from '../../shared/intervention/run.ts'
import { fail, ok, type Result, unwrap } from '../../shared/result.ts'
import type { ReadDb } from '../cache/db.ts'
import type { Engine } from '../engine/engine.ts'
import {
  dryRun,
  FIELDS,
  figuresFor,
  getPlaybook,
  languageGaps,
  listPlaybooks,
  listVersions,
  OBJECT_FIELDS,
  savePlaybook,
  templateProblems,
  trialIssue,
} from '../intervention/door.ts'
import { listActions } from './view/actions.ts'
import { type Reach, reachable, reachProblems } from './view/playbook-reach.ts'
import { api, journalled } from './whole/context.ts'

const missing = (id: string): Result<never> =>
  fail(
    'not_found',
    `There is no playbook ${id}.`,
    'The playbook may have been removed.',
    'Choose a playbook from the list.',
  )

function newest(db: ReadDb, id: string): Result<PlaybookVersion> {
  const [first] = listVersions(db, id)
  return first ? ok(first) : missing(id)
}

/** Shape first, because templates can only be looked at where they are in place. */
async function problemsOf(engine: Engine, json: unknown): Promise<PlaybookProblem[]> {
  const parsed = parsePlaybook(json)
  if (parsed.ok) {
    const { id, steps } = parsed.value
    const reached = reachProblems(steps, await reachOf(engine))
    return [
      ...templateProblems(parsed.value, figuresFor(engine.read, id)),
      ...languageGaps(steps).map(gap => ({ ...gap, level: 'warning' as const })),
      ...reached.map(({ todo, problem, ...one }) => ({ ...one, problem: todo ? `${problem} ${todo}` : problem })),
    ]
  }
  const [, path = '', problem = parsed.error.why] = /^At (.+?): (.+)$/s.exec(parsed.error.why) ?? []
  return [{ path, problem }]
}

async function reachOf(engine: Engine): Promise<Reach> {
  const [{ channels }, actions] = await Promise.all([engine.delivery.listChannels(), listActions(engine)])
  return { channels, actions }
}

/** The playbook that is tried: as given, or as it is stored. A given one would be saved as the next version. */
function tried(
  db: ReadDb,
  { id, playbook }: { id?: string | undefined; playbook?: unknown },
): Result<{ playbook: Playbook; version: number }> {
  if (playbook === undefined) {
    const stored = getPlaybook(db, id ?? '')
    return stored ? ok(stored) : missing(id ?? '')
  }
  const parsed = parsePlaybook(playbook)
  if (!parsed.ok) return parsed
  return ok({ playbook: parsed.value, version: (getPlaybook(db, parsed.value.id)?.version ?? 0) + 1 })
}

/** Tried on the issue that is named, else on the first that the playbook was written for. */
function tryOut(
  db: ReadDb,
  input: { issueId?: number | undefined; id?: string | undefined; playbook?: unknown },
  now: number,
): Result<DryRun> {
  const found = tried(db, input)
  if (!found.ok) return found
  const issueId = input.issueId ?? trialIssue(db, found.value.playbook)
  if (issueId !== null) return dryRun(db, found.value, issueId, now)
  return fail(
    'not_found',
    'The dry run is not possible.',
    'No issue in the playbook’s categories is open.',
    'Try again when an issue is open.',
  )
}

export const playbook = {
  list: api.playbook.list.handler(({ context: { engine } }) => listPlaybooks(engine.read)),
  // Channels and fixes are files and settings of this workspace, which the journal's commands do not see.
  save: api.playbook.save.handler(async ({ context: { engine }, input }) => {
    unwrap(reachable(input.name, input.steps, await reachOf(engine)))
    return journalled(engine.decide(savePlaybook, input))
  }),
  get: api.playbook.get.handler(({ context: { engine }, input }) => unwrap(newest(engine.read, input.id))),
  versions: api.playbook.versions.handler(({ context: { engine }, input }) => listVersions(engine.read, input.id)),
  fields: api.playbook.fields.handler(({ context: { engine }, input }) => ({
    message: [...FIELDS],
    figures: [...figuresFor(engine.read, input.id)],
    object: [...OBJECT_FIELDS],
  })),
  check: api.playbook.check.handler(async ({ context: { engine }, input }) => ({
    problems: await problemsOf(engine, input.playbook),
  })),
  dryRun: api.playbook.dryRun.handler(({ context: { engine }, input }) =>
    unwrap(tryOut(engine.read, input, engine.clock.now())),
  ),
}
