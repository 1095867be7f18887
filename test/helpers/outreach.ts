import { startIntervention } from '../../main/intervention/commands.ts'
import { rememberBounce } from '../../main/intervention/guard/bounce.ts'
import { recheck } from '../../main/intervention/guard/recheck.ts'
import { type Channel, type Channels, channelsOf, type Ending } from '../../main/outbox/channels/channel.ts'
import { createDrain, type Drained } from '../../main/outbox/drain.ts'
import type { Outgoing, OutgoingMessage } from '../../shared/outbox/outgoing.ts'
import { unwrap } from '../../shared/result.ts'
import { NOON } from './builders.ts'
import type { TestCache } from './cache.ts'
import { decideNow } from './decisions.ts'

/** Both clocks of a test, moved by hand. */
export interface HandClock {
  now(): number
  wall(): number
  advance(ms: number): void
}

export function aClock(at: number = NOON): HandClock {
  let passed = 0
  return {
    now: () => at + passed,
    wall: () => at + passed,
    advance: ms => {
      passed += ms
    },
  }
}

let starts = 0

/** Starts the check-in for an issue as a person would; the message may leave at once. */
export async function started(cache: TestCache, issueId: number, changes: { at?: number; id?: string } = {}) {
  const at = changes.at ?? NOON
  const args = { issueId, playbookId: 'usage-check-in', overrides: [], wallNow: at, undoMs: 0 }
  return unwrap(await decideNow(cache.writer, startIntervention, args, { id: changes.id ?? `i-${++starts}`, at }))
}

const NONE: Channels = {
  open: async () => ({ missing: 'No mail server is set yet. Set one in the settings.' }),
  keyed: () => [],
}

/** Drains through a channel, with the real preflight in between. */
export function aDrain(cache: TestCache, channel: Channel | null, clock: HandClock): () => Promise<Drained> {
  const { writer, read } = cache
  const drain = createDrain({
    writer,
    read,
    clock,
    random: () => 0,
    channels: channel ? channelsOf(channel) : NONE,
    recheck: recheck(clock),
    bounced: rememberBounce,
  })
  return () => drain(new AbortController().signal)
}

/** A channel whose answers a test decides, message by message; `left` holds what it delivered. */
export function aChannel(
  answer: (message: OutgoingMessage) => Ending | Promise<Ending>,
): Channel & { left: Outgoing[] } {
  const left: Outgoing[] = []
  return {
    left,
    name: 'email',
    send: async (message, beforeCommit) => {
      if (message.type !== 'message') throw new Error('this test sends messages only')
      const ending = await answer(message)
      if (ending.ending === 'later' && ending.down) return ending
      await beforeCommit()
      if (ending.ending === 'sent') left.push(message)
      return ending
    },
    test: async () => ({ ok: true, message: '' }),
    close: async () => {},
  }
}

export const SENT: Ending = { ending: 'sent', providerId: 'p-1' }
