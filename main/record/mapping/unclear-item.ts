import { examined, RepeatedKey, readJson } from '../../../shared/guard/read-json.ts'

/** A row of JSON that says one thing twice: it is set aside, because nobody can tell which is meant. */
export class UnclearItem {
  /** Which key. */
  readonly key: string
  /** As it came over. */
  readonly text: string
  /** What it says but for the keys that it repeats: enough for its id, unless that is one of them. */
  readonly sure: unknown
  constructor(key: string, text: string, sure: unknown) {
    this.key = key
    this.text = text
    this.sure = sure
  }
  /** What it says with the last of each: what a reader would take in silence. */
  get last(): unknown {
    return examined(this.text).value
  }
  get reason(): string {
    return new RepeatedKey(this.key).message
  }
  /** For the quarantine: a list of one text, because its JSON says one thing twice. */
  get raw(): string {
    return JSON.stringify([this.text])
  }
}

/** Why a row of the quarantine is still unclear; null where it is not one of those. */
export function stillUnclear(kept: unknown): string | null {
  if (!Array.isArray(kept) || kept.length !== 1 || typeof kept[0] !== 'string') return null
  try {
    readJson(kept[0])
  } catch (error) {
    if (error instanceof RepeatedKey) return error.message
  }
  return null
}
