import type { Finding } from '../../../shared/model/finding.ts'
import { type Check, type Lacking, several } from '../check.ts'

/** More triggers than these are told of together: those that every workspace has mostly lack data that nobody has. */
const APART = 3
/** Kinds of data that are named. */
const NAMED = 4

const WHY = 'The trigger cannot fire, or cannot tell absence from missing data.'

const finding = (found: Pick<Finding, 'what' | 'why' | 'todo' | 'count' | 'examples'>): Finding => ({
  check: 'triggers_without_source',
  ...found,
  sourceId: null,
})

function ofOne({ triggerId, title, lacks, instead }: Lacking): Finding {
  const it = lacks.length === 1 ? 'it' : 'them'
  return finding({
    what: `“${title}” lacks ${lacks.join(' and ')}: no source supplies ${it}.`,
    why: WHY,
    todo: `${instead === undefined ? '' : `${instead} Otherwise: `}Connect a source that supplies ${lacks.join(' and ')}, map ${it}, or turn the trigger off.`,
    count: 1,
    examples: [triggerId],
  })
}

function ofAll(all: readonly Lacking[]): Finding {
  const times = new Map<string, number>()
  for (const what of all.flatMap(({ lacks }) => lacks)) times.set(what, (times.get(what) ?? 0) + 1)
  const commonest = [...times].sort(([, a], [, b]) => b - a).map(([what]) => what)
  const more = commonest.length > NAMED ? ` and ${commonest.length - NAMED} more` : ''
  return finding({
    what: `${several(all.length, 'trigger')} in use lack what no source supplies: ${commonest.slice(0, NAMED).join(', ')}${more}.`,
    why: 'They cannot fire, or cannot tell absence from missing data.',
    todo: 'Turn off those that do not concern you, and connect or map the data for the others: each says what it lacks under Triggers.',
    count: all.length,
    examples: all.slice(0, 2).map(({ triggerId }) => triggerId),
  })
}

/** Triggers in use that ask about something that no source supplies. Where it may have another name, each is told of. */
export const triggersWithoutSource: Check = ({ lacking }) => {
  const named = lacking.filter(({ instead }) => instead !== undefined)
  const others = lacking.filter(({ instead }) => instead === undefined)
  return [...named.map(ofOne), ...(others.length > APART ? [ofAll(others)] : others.map(ofOne))]
}
