import { harmEvidence } from '../../../main/intervention/start/harm-evidence.ts'
import { compareShares, type Hits } from '../../../main/measure/experiment/compare.ts'
import { proportion } from '../../../main/measure/proportion.ts'
import { inducedBy, type SentMessage } from '../../../main/outcome/induced.ts'
import { DEFAULT_STOP_RULE } from '../../../shared/intervention/stop-rule.ts'
import { referenceOf } from '../../../shared/outbox/reference.ts'
import { HOUR } from '../../../shared/trigger/duration.ts'
import type { Arm } from '../../../shared/vocabulary.ts'
import { type Chance, chance } from '../../helpers/chance.ts'

/** An autopilot and what it does to the accounts that it writes to. */
export interface SimulatedAutopilot {
  /** Share of held-out accounts that contact the team within the window. */
  base: number
  /** What a message adds to it. */
  effect: number
  heldOut: number
  startsADay: number
  days: number
}

/** Days from a message to the end of its window. */
const WINDOW = 14

interface Contact {
  arm: Arm
  share: number
  day: number
}

/** Everybody who contacts the team, in the order of the contacts. */
function contactsOf({ base, effect, heldOut, startsADay, days }: SimulatedAutopilot, { uniform }: Chance): Contact[] {
  const contacts: Contact[] = []
  for (let day = 0; day < days; day++)
    for (let start = 0; start < startsADay; start++) {
      const arm = uniform() < heldOut ? 'control' : 'treatment'
      if (uniform() < base + (arm === 'treatment' ? effect : 0))
        contacts.push({ arm, share: heldOut, day: day + WINDOW * uniform() })
    }
  return contacts.filter(({ day }) => day < days).sort((a, b) => a.day - b.day)
}

const { bound, eProcess } = DEFAULT_STOP_RULE

/** The day on which the usual stop rule stops an autopilot; null: never. */
export function stopsOn(autopilot: SimulatedAutopilot, random: Chance): number | null {
  const contacts = contactsOf(autopilot, random)
  const isStopped = (n: number) => harmEvidence(contacts.slice(0, n), eProcess.ratios) >= 1 / bound
  if (!isStopped(contacts.length)) return null
  // The largest evidence so far only grows, so the contact that reached the bound is found by halving.
  let [low, high] = [0, contacts.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (isStopped(middle)) high = middle
    else low = middle
  }
  return contacts[high - 1]?.day ?? null
}

const SALT = 'bench'

/**
 * One team's messages and the tickets that followed, of which some are about the message: by code, as a reply or with its
 * subject. Gives whether the interval of the share that the console tells apart holds the true one.
 */
export function inducedIsCovered({ uniform }: Chance): boolean {
  const messages = 300 + Math.floor(700 * uniform())
  const truth = 0.02 + 0.08 * uniform()
  const trouble = 0.05 + 0.25 * uniform()
  let found = 0
  for (let n = 0; n < messages; n++) {
    const key = Math.floor(uniform() * 2 ** 32)
      .toString(16)
      .padStart(32, '0')
    const message: SentMessage = {
      interventionId: 'i',
      key,
      providerId: null,
      subject: `Order ${n} is late`,
      sentAt: 0,
    }
    const tell = (properties: object) =>
      inducedBy({ openedAt: 1 + uniform() * 71 * HOUR, properties: JSON.stringify(properties) }, [message], SALT)
    if (uniform() < truth && tell(aboutMessage(message, uniform()))) found++
    else if (uniform() < trouble && tell({ subject: 'Where is my parcel', text: `order ${n}` })) found++
  }
  const { low, high } = proportion(found, messages)
  return low !== null && high !== null && low <= truth && truth <= high
}

function aboutMessage({ key, subject }: SentMessage, how: number): object {
  if (how < 0.3) return { subject: 'Is this real?', text: `I got ${referenceOf(SALT, key).toLowerCase()} from you` }
  if (how < 0.7) return { subject: 'Question', in_reply_to: `<${key}@example.org>` }
  return { subject: `Re: ${subject}` }
}

/**
 * A team of which some starts never lead to a message, in either arm, and those accounts contact the team more often.
 * Gives the widths of the intervals of the effect on those who would have received one: among them alone (ghost sends),
 * and from all who were assigned, divided by the share that would have received one.
 */
export function ghostAgainstAll({ uniform }: Chance): { ghost: number; all: number; isCovered: boolean } {
  const [base, received] = [0.1 + 0.2 * uniform(), 0.4 + 0.4 * uniform()]
  const [effect, heldOut] = [0.08 * (uniform() - 0.7), 0.2 + 0.3 * uniform()]
  const none = (): Hits => ({ k: 0, n: 0 })
  const arms = { treatment: { all: none(), received: none() }, control: { all: none(), received: none() } }
  for (let start = 0; start < 3_000; start++) {
    const name = uniform() < heldOut ? 'control' : 'treatment'
    const isReceived = uniform() < received
    const share = base + (isReceived ? (name === 'treatment' ? effect : 0) : 0.15)
    const k = Number(uniform() < share)
    for (const group of isReceived ? (['all', 'received'] as const) : (['all'] as const)) {
      arms[name][group].n++
      arms[name][group].k += k
    }
  }
  const ghost = compareShares(arms.treatment.received, arms.control.received).difference
  const all = compareShares(arms.treatment.all, arms.control.all).difference
  if (!ghost || !all) throw new Error('both arms have accounts')
  const share = (arms.treatment.received.n + arms.control.received.n) / (arms.treatment.all.n + arms.control.all.n)
  return {
    ghost: ghost.high - ghost.low,
    all: (all.high - all.low) / share,
    isCovered: ghost.low <= effect && effect <= ghost.high,
  }
}

/** The same seed for each figure, so that one figure does not depend on which others are asked for. */
export const armsChance = (seed: number): Chance => chance(100 + seed)
