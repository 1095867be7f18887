import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { problemOf } from '../../../main/record/mapping/check-mapping.ts'
import { completeSchema } from '../../../shared/source/complete.ts'
import { mapFileSchema } from '../../../shared/source/map-file.ts'
import { idRefSchema, valueRefSchema } from '../../../shared/source/value-ref.ts'

const SCHEMAS: Record<string, z.ZodType> = {
  map: mapFileSchema,
  value: valueRefSchema,
  id: idRefSchema,
  complete: completeSchema,
}
const text = readFileSync(join(import.meta.dirname, '../../../docs/mapping.md'), 'utf8')
const examples = [...text.matchAll(/```json (\w+)\n([\s\S]*?)```/g)].map(
  match => [match[1] ?? '', match[2] ?? ''] as const,
)

describe('docs/mapping.md', () => {
  it('has examples of every form', () => {
    expect(new Set(examples.map(([kind]) => kind))).toEqual(new Set(Object.keys(SCHEMAS)))
  })

  it.each(examples)('shows a %s that fits: %s', (kind, example) => {
    expect(SCHEMAS[kind]?.safeParse(JSON.parse(example)).error?.issues).toBeUndefined()
  })

  it('shows mappings that can work', () => {
    const maps = examples
      .filter(([kind]) => kind === 'map')
      .map(([, example]) => mapFileSchema.parse(JSON.parse(example)))
    expect(maps.flatMap(({ streams }) => streams.map(({ mapping }) => problemOf(mapping)))).toEqual([null])
  })
})
