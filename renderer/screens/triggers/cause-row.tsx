import { slugOf } from '../../../shared/text/slug.ts'
import type { TriggerWords } from '../../../shared/trigger/backtest.ts'
import { causeSchema, measuresOf, type Trigger } from '../../../shared/trigger/trigger.ts'
import { LabelRow, Typed } from '../../parts/inputs.tsx'
import { eventFields } from './event-fields.ts'

interface Props {
  definition: Trigger
  words: TriggerWords | undefined
  set: (change: Partial<Trigger>) => void
}

/** What a property is called whose own name leaves no word to write. */
const UNNAMED = 'shared cause'

/** The default name of a property in words: `feature_name` is a feature name, and `Größe` a grosse. */
export function causeName(field: string): string {
  const words = slugOf(field)
    .replaceAll('-', ' ')
    .replace(/^[^a-z]+/, '')
    .slice(0, 40)
    .trim()
  return causeSchema.safeParse({ field, dimension: words }).success ? words : UNNAMED
}

/** The property that many accounts of an incident share, and its name in words. */
export function CauseRow({ definition, words, set }: Props) {
  const { cause } = definition
  const kinds = new Set(measuresOf(definition.when).flatMap(one => ('events' in one ? [one.events.kind] : [])))
  const fields = [...kinds].flatMap(kind => eventFields(words, kind))
  const tell = (field: string, dimension: string) => {
    const parsed = causeSchema.safeParse({ field: field.trim(), dimension })
    return parsed.success ? () => set({ cause: parsed.data }) : null
  }
  return (
    <LabelRow label="Shared cause">
      <Typed
        label="Property of the shared cause"
        value={cause?.field ?? ''}
        placeholder="none"
        width={120}
        options={[...new Set(fields.map(({ name }) => name))]}
        read={text =>
          text.trim() === ''
            ? () => set({ ...definition, cause: undefined })
            : tell(text, cause && cause.dimension !== causeName(cause.field) ? cause.dimension : causeName(text))
        }
      />
      {cause ? (
        <>
          <span>named</span>
          <Typed
            label="Name of the property"
            value={cause.dimension}
            width={120}
            read={text => tell(cause.field, text.trim())}
          />
        </>
      ) : (
        <span>property that affected accounts have in common</span>
      )}
    </LabelRow>
  )
}
