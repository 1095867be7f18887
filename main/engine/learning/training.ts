import { HOUR } from '../../../shared/trigger/duration.ts'
import { query, type ReadDb } from '../../cache/db.ts'
import type { Writer } from '../../cache/writer.ts'
import { trainBaseRates } from '../../predict/door.ts'

type Model = Awaited<ReturnType<typeof trainBaseRates>>

/** What the rates are of: they are counted again when a trigger is another. */
const triggers = query<{ mark: string | null }>(
  "SELECT group_concat(id || ' ' || version || ' ' || enabled, ',') AS mark FROM (SELECT * FROM trigger ORDER BY id)",
)

/**
 * The model in force at a moment. It is counted again once an hour of the workspace's clock, when triggers have changed,
 * and when somebody asks: a model that moves by a hair with every ticket would have every issue scored again each minute.
 */
export function createTraining(of: { writer: Writer; read: ReadDb }): (now: number, again: boolean) => Promise<Model> {
  let kept: { model: Model; hour: number; mark: string | null } | null = null
  return async (now, again) => {
    const hour = Math.floor(now / HOUR)
    const mark = of.read.get(triggers)?.mark ?? null
    if (again || kept?.hour !== hour || kept.mark !== mark)
      kept = { model: await trainBaseRates({ ...of, now }), hour, mark }
    return kept.model
  }
}
