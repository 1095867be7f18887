import type { Check } from '../check.ts'

/** Triggers in use that ask about something that no source supplies. */
export const triggersWithoutSource: Check = ({ lacking }) =>
  lacking.map(({ triggerId, title, lacks, instead }) => ({
    check: 'triggers_without_source' as const,
    what: `“${title}” lacks ${lacks.join(' and ')}: no source supplies ${lacks.length === 1 ? 'it' : 'them'}.`,
    why: 'The trigger cannot fire, or cannot tell absence from missing data.',
    todo: `${instead === undefined ? '' : `${instead} Otherwise: `}Connect a source that supplies ${lacks.join(' and ')}, map ${lacks.length === 1 ? 'it' : 'them'}, or turn the trigger off.`,
    count: 1,
    examples: [triggerId],
    sourceId: null,
  }))
