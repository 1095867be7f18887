import type { ManifestView } from '../../../shared/source/manifest-view.ts'
import type { FoundManifest } from './manifests.ts'
import { recordsOf } from './plan.ts'

/** A manifest for the gallery; of one that cannot be used, only what is wrong. */
export function viewOf({ id, file, manifest, problems }: FoundManifest): ManifestView {
  if (!manifest) return { ...NOTHING, id, file, name: id, usable: false, problems }
  const { name, category, gives, about, docs, settings, secrets, streams } = manifest
  return {
    id,
    file,
    usable: true,
    name,
    category,
    gives,
    about,
    docs,
    settings: settings.map(({ key, label, ...more }) => ({
      key,
      label,
      about: more.about ?? null,
      example: more.example ?? null,
      default: more.default ?? null,
      choices: more.choices ?? null,
    })),
    signsIn: manifest.auth.kind === 'oauth2' && manifest.auth.authorizeUrl !== undefined,
    secrets: secrets.map(({ key, label, about }) => ({ key, label, about: about ?? null })),
    streams: streams.map(stream => ({
      name: stream.name,
      about: stream.about ?? null,
      records: [...new Set(recordsOf(manifest, stream).map(({ record }) => record))],
      complete: stream.complete !== undefined,
    })),
    problems,
  }
}

const NOTHING = {
  signsIn: false,
  category: 'other',
  gives: [],
  about: '',
  docs: '',
  settings: [],
  secrets: [],
  streams: [],
}
