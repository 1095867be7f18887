/** Where a stream stands: what the tap said last, JSON as it was written. */
export interface SingerCursor {
  state: string | null
  /** Mark of the mapping that it was read by; with another one everything is read again. */
  by: string
  /** For the table whose rows are kept, where the tap counts versions. */
  version?: number | null
}

/** What a run showed of the versions that a tap counts of its table. */
export interface TableVersions {
  /** A row came; null where it names no version. */
  row(version: number | null): void
  /** The tap says that from now on only rows of this version are in the table. */
  activate(version: number): void
  /** The version to be remembered; null where the tap counts none. */
  current(): number | null
  /** Whether this run brought every row of the version that is active now, so that whatever else is kept is gone. */
  replaces(): boolean
}

/**
 *   RECORD v2, RECORD v2, … ACTIVATE_VERSION v2 ─▶ what is kept and was not among them is gone
 *
 * A version that an earlier run began has rows that this one does not bring again, and where rows were kept before the
 * first version was seen, nobody knows of which they are: then nothing is gone.
 */
export function trackVersions({ state, version: kept = null }: SingerCursor): TableVersions {
  const isKnown = state === null || kept !== null
  let met: number | null | undefined
  let isMixed = false
  let active: number | null = null
  return {
    row: version => {
      isMixed ||= met !== undefined && met !== version
      met = version
    },
    activate: version => {
      active = version
    },
    current: () => active ?? met ?? kept,
    replaces: () => isKnown && active !== null && active !== kept && !isMixed && (met === undefined || met === active),
  }
}
