import { ACTED_PLACES } from './acted.ts'
import { BESIDE_PLACES } from './beside.ts'
import { FOUND_PLACES } from './found.ts'
import { OURS, type Place } from './place.ts'
import { SOURCED_PLACES } from './sourced.ts'

/**
 * Where personal data lie, in the order in which they go: what hangs on a row before the row. An account's own row, its
 * issues and what was done about them stay as empty shells, because the comparison of the arms counts them.
 */
export const PERSONAL_PLACES: readonly Place[] = [...ACTED_PLACES, ...FOUND_PLACES, ...SOURCED_PLACES, ...BESIDE_PLACES]

/** Tables of text that name no customer, and why. The journal has a way of its own (`journal-rows.ts`). */
export const NAMELESS: Readonly<Record<string, string>> = {
  audit_answer: 'what a colleague answered',
  erasure: 'keyed hashes, and what to look for until an erasure has ended',
  held_back: OURS,
  incident: 'one value that many accounts share',
  incident_account: 'numbers by account, which stays as a shell',
  incident_size: 'numbers',
  issue_count: 'numbers',
  outbox_count: 'numbers',
  quarantine_count: 'numbers by stream',
  signal_count: 'numbers',
  learned: 'names of streams',
  journal: 'rows that name a person keep hashes in place of the text, under a seal',
  life_curve: 'numbers by lane',
  mention: 'colleagues whom a note mentions; it goes with the note',
  model: 'numbers, and words that at least five accounts share',
  outcome: 'what a colleague judged',
  outcome_due: OURS,
  stop_rule: 'a rule that a colleague fixed, about numbers',
  stay_quantile: 'numbers by state',
  stream_kind: OURS,
  tombstone: 'keyed hashes',
  tombstone_met: 'keyed hashes',
  ticket_untold: OURS,
  topic_model: 'words that at least five people used; each erasure takes them away',
  treatability: 'numbers by trigger and playbook',
}
