import type { Sourced, SyncRecord } from '../../../record/record.ts'

/** Records on their way out of a thread. Their rows lie in one text, because few of them are ever looked at. */
export interface PackedRecords {
  records: SyncRecord[]
  lines: Uint32Array<ArrayBuffer>
  by: Uint16Array<ArrayBuffer>
  raws: string
  /** Where the row of each record ends in `raws`. */
  ends: Uint32Array<ArrayBuffer>
}

export function packRecords(all: readonly Sourced[]): PackedRecords {
  const lines = new Uint32Array(all.length)
  const by = new Uint16Array(all.length)
  const ends = new Uint32Array(all.length)
  let raws = ''
  for (const [at, sourced] of all.entries()) {
    lines[at] = sourced.line
    by[at] = sourced.by ?? 0
    raws += sourced.raw
    ends[at] = raws.length
  }
  return { records: all.map(({ record }) => record), lines, by, raws, ends }
}

export const unpackRecords = (packed: PackedRecords): Sourced[] =>
  packed.records.map((record, at) => new Unpacked(record, at, packed))

class Unpacked implements Sourced {
  readonly record: SyncRecord
  readonly line: number
  readonly by: number
  readonly #at: number
  readonly #of: PackedRecords
  constructor(record: SyncRecord, at: number, of: PackedRecords) {
    this.record = record
    this.line = of.lines[at] ?? 0
    this.by = of.by[at] ?? 0
    this.#at = at
    this.#of = of
  }
  get raw(): string {
    const { raws, ends } = this.#of
    return raws.slice(this.#at === 0 ? 0 : ends[this.#at - 1], ends[this.#at])
  }
}
