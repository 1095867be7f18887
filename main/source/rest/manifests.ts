import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readJson } from '../../../shared/guard/read-json.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Manifest } from '../../../shared/source/manifest.ts'
import type { ManifestProblem } from '../../../shared/source/manifest-problems.ts'
import { checkManifest } from './manifest-check.ts'
import { shippedManifests } from './shipped-manifests.ts'

/** A manifest that can be chosen, or a file that could not be one. */
export interface FoundManifest {
  id: string
  /** File within the workspace's folder; null for a shipped one. */
  file: string | null
  manifest: Manifest | null
  problems: ManifestProblem[]
}

/** Folder of a workspace into which manifests of one's own are dropped. */
export const MANIFESTS = 'manifests'

/** All manifests: those of the workspace first, since one of the same id takes a shipped one's place. */
export async function listManifests(dir: string): Promise<FoundManifest[]> {
  const own = await ownManifests(join(dir, MANIFESTS))
  const ids = new Set(own.flatMap(found => (found.manifest ? [found.id] : [])))
  return [...own, ...shippedManifests.map(shipped).filter(found => !ids.has(found.id))]
}

const known = new Map<unknown, FoundManifest>()

/** Checked once for each process, since it is part of the program; to check all of them takes a tenth of a start. */
function shipped(json: unknown): FoundManifest {
  const found = known.get(json)
  if (found) return found
  const { manifest, problems } = checkManifest(json)
  // A shipped one that does not fit is a bug of ours, which a test finds.
  const checked = { id: manifest?.id ?? '', file: null, manifest, problems }
  known.set(json, checked)
  return checked
}

/** What the id means in a workspace: a file of its own that can be used or, unless `usable`, cannot; else a shipped one. */
async function manifestOf(dir: string, id: string, usable: boolean): Promise<FoundManifest | undefined> {
  const own = await ownManifests(join(dir, MANIFESTS))
  const chosen = own.find(found => found.id === id && (found.manifest !== null || !usable))
  if (chosen) return chosen
  const json = shippedManifests.find(json => json.id === id)
  return json && shipped(json)
}

/** The manifest that can be used by this id; null where there is none. */
export const usableManifest = async (dir: string, id: string): Promise<Manifest | null> =>
  (await manifestOf(dir, id, true))?.manifest ?? null

async function ownManifests(folder: string): Promise<FoundManifest[]> {
  const names = await readdir(folder).catch(() => [])
  const files = names.filter(name => name.endsWith('.json')).sort()
  return Promise.all(
    files.map(async file => {
      const read = await readManifest(join(folder, file))
      return { file, id: read.manifest?.id ?? file.replace(/\.json$/, ''), ...read }
    }),
  )
}

/** Reads and checks one file. What makes it unreadable is a problem at its top. */
export async function readManifest(path: string): Promise<{ manifest: Manifest | null; problems: ManifestProblem[] }> {
  try {
    return checkManifest(readJson((await readFile(path, 'utf8')).replace(/^\uFEFF/, '')))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const problem = error instanceof SyntaxError ? `is not JSON: ${why}` : `cannot be read: ${why}`
    return { manifest: null, problems: [{ path: 'the top', problem, level: 'error' }] }
  }
}

/** The manifest of an id, as it is now. */
export async function findManifest(dir: string, id: string): Promise<Result<Manifest>> {
  const found = await manifestOf(dir, id, false)
  if (found?.manifest) return ok(found.manifest)
  const [first] = found?.problems.filter(({ level }) => level === 'error') ?? []
  return first
    ? fail(
        'invalid',
        `The manifest “${id}” cannot be used.`,
        `At ${first.path}: ${first.problem}.`,
        `Correct ${found?.file ?? 'it'}, then check it with \`forestall manifest check\`.`,
      )
    : fail(
        'not_found',
        `There is no manifest “${id}”.`,
        `No built-in manifest has that name, and the workspace has none in the folder ${MANIFESTS}.`,
        'Add the manifest to that folder, or choose another.',
      )
}
