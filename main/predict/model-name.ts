import { query, type ReadDb } from '../cache/db.ts'

/** The kind and version of the model of base rates, as table `model` names them. */
export const BASE_RATE = { kind: 'base-rate', version: 1 } as const

/** The kind and version of trained models. */
export const TRAINED = { kind: 'learned', version: 1 } as const

const kindOf = (id: number) =>
  query<{ kind: string; version: number }>('SELECT kind, version FROM model WHERE id = ?', [id])

/** What the model of an issue is called that rests on so many past firings, in words, with its version. */
export function modelName(db: ReadDb, id: number | null, firings: number): string {
  const model = id === null ? undefined : db.get(kindOf(id))
  return model ? nameOfModel(model, firings) : 'none'
}

/** Base rates that rest on no firing yet are nothing but stated priors. */
export function nameOfModel({ kind, version }: { kind: string; version: number }, firings: number): string {
  if (kind !== BASE_RATE.kind) return `trained model (version ${version})`
  if (firings === 0) return `stated prior (version ${version})`
  return `base rate of ${firings} past firing${firings === 1 ? '' : 's'} (version ${version})`
}
