import { fail, unwrap } from '../../shared/result.ts'
import { slugOf } from '../../shared/text/slug.ts'
import type { Json } from '../cache/journal.ts'
import { checkManifest, listManifests, previewStream, viewOf } from '../source/door.ts'
import { addSource, listSources, pauseSource, scheduleSource, updateSource } from '../sync/door.ts'
import { api, journalled } from './whole/context.ts'

/** Plain JSON, as the journal keeps it: without the `undefined` of absent options. */
const asJson = (config: unknown): Json => JSON.parse(JSON.stringify(config)) as Json

/** A shell without windows cannot let the person choose files. */
const cannotPick = fail(
  'unavailable',
  'Files cannot be chosen from here.',
  'A browser does not tell where a file lies.',
  'Type the path of the file instead.',
)

export const source = {
  gaps: api.source.gaps.handler(({ context: { engine } }) => engine.apart.ask('dataGaps', undefined)),
  list: api.source.list.handler(({ context: { engine } }) => listSources(engine.read, engine.clock.now())),
  pickFiles: api.source.pickFiles.handler(async ({ context: { host } }) =>
    host.deps.pickFiles ? host.deps.pickFiles() : unwrap(cannotPick),
  ),
  inspect: api.source.inspect.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.inspectFiles(input.paths, input.answers)),
  ),
  preview: api.source.preview.handler(async ({ context: { engine }, input }) =>
    unwrap(await previewStream(input.stream, input.limit, engine.dir)),
  ),
  add: api.source.add.handler(async ({ context: { engine }, input }) => {
    const added = unwrap(
      await engine.decide(addSource, { ...input, slug: slugOf(input.name), config: asJson(input.config) }),
    )
    await engine.sourceAccess.forget(added.value.sourceId)
    return { sourceId: added.value.sourceId, journalId: added.journalId }
  }),
  update: api.source.update.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(updateSource, { ...input, config: asJson(input.config) })),
  ),
  pause: api.source.pause.handler(({ context: { engine }, input }) => journalled(engine.decide(pauseSource, input))),
  schedule: api.source.schedule.handler(({ context: { engine }, input }) =>
    journalled(engine.decide(scheduleSource, input)),
  ),
  test: api.source.test.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.sourceAccess.test(input)),
  ),
  secrets: api.source.secrets.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.sourceAccess.secrets(input.sourceId)),
  ),
  setSecret: api.source.setSecret.handler(async ({ context: { engine }, input }) => {
    unwrap(await engine.sourceAccess.setSecret(input.sourceId, input.name, input.value))
    return { set: input.value !== null }
  }),
  manifests: api.source.manifests.handler(async ({ context: { engine } }) =>
    (await listManifests(engine.dir)).map(viewOf),
  ),
  checkManifest: api.source.checkManifest.handler(({ input }) => {
    const { manifest, problems } = checkManifest(input.manifest)
    return { id: manifest?.id ?? null, problems }
  }),
  propose: api.source.propose.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.proposeSource(input)),
  ),
  previewConnected: api.source.previewConnected.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.previewSource(input)),
  ),
  signIn: api.source.signIn.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.sourceSignIn.begin(input.sourceId)),
  ),
  signInStanding: api.source.signInStanding.handler(({ context: { engine }, input }) =>
    engine.sourceSignIn.standing(input.sourceId),
  ),
  sync: api.source.sync.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.sync(input.sourceId, input.acceptGone)),
  ),
  pushdown: api.source.pushdown.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.pushdown({ ...input, password: await engine.secrets.get('pg:warehouse') })),
  ),
  quarantine: api.source.quarantine.handler(({ context: { engine }, input }) => engine.apart.ask('quarantine', input)),
  retryQuarantine: api.source.retryQuarantine.handler(async ({ context: { engine }, input }) =>
    unwrap(await engine.retryQuarantine(input.sourceId)),
  ),
  doctor: api.source.doctor.handler(({ context: { engine }, signal }) => engine.doctor.examine(signal)),
}
