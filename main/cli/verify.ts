import type { JournalState } from '../../shared/model/journal.ts'
import type { Run } from './command.ts'
import { print } from './print.ts'

const ENDS: Record<JournalState['anchor']['ends'], string> = {
  none: 'No earlier end of the journal is known on this computer.',
  kept: 'The journal holds every decision that was its last one before.',
  cut: 'Decisions are missing at the end of the journal, or were changed.',
  changed: 'The file journal-head.json was changed, so nothing can be said of the end of the journal.',
}

/** Verifies the journal; 1 where it is broken or cut. */
export const verify: Run = async ({ client, options }) => {
  const state = await client.journal.verify({ replay: options.replay ?? false })
  print(options.json, state, () => [
    state.brokenAt === null && state.chains.every(({ intact }) => intact)
      ? `${state.rows} decisions are intact.`
      : `The journal is broken${state.brokenAt === null ? '' : ` at decision ${state.brokenAt}`}.`,
    ...(state.erased === 0 ? [] : [`${state.erased} of them no longer name a person who was erased.`]),
    ...effectLines(state),
    ENDS[state.anchor.ends] + (state.anchor.signed ? ' Their signature is valid.' : ''),
  ])
  return exitCodeOf(state)
}

/** They are no decisions of anybody: an evaluation, a delivery or a reading makes them from what a source said and when. */
const DERIVED = 'Not compared, because data and time make them: signals, issues, incidents, steps, attempts and models.'

const effectLines = ({ effects }: JournalState): string[] =>
  effects === null
    ? []
    : effects.differs === 0
      ? [`A replay of ${effects.replayed} decisions comes to what the workspace has.`, DERIVED]
      : [
          `A replay of ${effects.replayed} decisions comes to something else:`,
          ...effects.different.map(key => `  ${key}`),
          DERIVED,
        ]

/** Scripts ask the exit code. */
export const exitCodeOf = ({ intact }: { intact: boolean }): 0 | 1 => (intact ? 0 : 1)
