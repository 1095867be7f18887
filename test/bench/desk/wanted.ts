import type { BenchOptions, Line } from '../figure.ts'
import type { Place } from './places.ts'

/** What a person may sit before: the sample, nothing at all, names of every kind, or a hundred thousand accounts. */
export type DeskName = 'sample' | 'empty' | 'names' | '100k'

/**
 * The places that a run is asked for: `--only keys`, `--only keys@empty`, or `--only keys@sample/outbox`, which are the
 * keys of the sample at places whose name begins so.
 */
export const placesOf = (
  { only }: BenchOptions,
  kind: string,
  desk: DeskName,
  places: readonly Place[],
): readonly Place[] =>
  places.filter(({ name }) => only.length === 0 || only.some(asked => `${kind}@${desk}/${name}`.startsWith(asked)))

/** Whether any figure of a desk is asked for. */
export const isDeskWanted = ({ only }: BenchOptions, kinds: readonly string[], desk: DeskName): boolean =>
  only.length === 0 || only.some(asked => kinds.some(kind => asked === kind || asked.startsWith(`${kind}@${desk}`)))

/** The name of a figure on a desk: the sample is the one that goes without saying. */
export const figureOn = (desk: DeskName, figure: string): string => (desk === 'sample' ? figure : `${figure}@${desk}`)

/** Some of what was found, each once, so that a line says what to look at. */
export const noteOf = (found: readonly string[]): Pick<Line, 'note'> =>
  found.length === 0 ? {} : { note: [...new Set(found)].slice(0, Number(process.env.SHOWN ?? 12)).join(' | ') }
