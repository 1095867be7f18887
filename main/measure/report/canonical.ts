import { createHash, createHmac } from 'node:crypto'

/** JSON whose keys are sorted, so that equal values have equal text. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`).join(',')}}`
}

/** SHA-256 of a text, in hexadecimal. */
export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

/** SHA-256 over rows in an order that does not depend on how they were read. */
export function printOf(rows: readonly unknown[]): { rows: number; sha256: string } {
  return { rows: rows.length, sha256: sha256Of(rows.map(canonicalJson).sort().join('\n')) }
}

/** Hashes with the workspace's key. Without the key, a pseudonym cannot be tried out on a list of names. */
export interface ReportKey {
  workspace: string
  account(uid: string): string
  person(name: string): string
  seal(document: unknown): string
}

/** `key`: the workspace's id, which no report contains. */
export function keyedBy(key: string): ReportKey {
  const hash = (kind: string, text: string) => createHmac('sha256', key).update(`${kind}\u0000${text}`).digest('hex')
  return {
    workspace: hash('workspace', '').slice(0, 32),
    account: uid => `a-${hash('account', uid).slice(0, 20)}`,
    // Autopilot is no person.
    person: name => (name === 'autopilot' ? name : `p-${hash('person', name).slice(0, 20)}`),
    seal: document => hash('seal', canonicalJson(document)),
  }
}
