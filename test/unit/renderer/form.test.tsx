import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Form, type FormLack, firstLack, SendButton, unlessTyped } from '../../../renderer/parts/form.tsx'

const RENDERER = join(import.meta.dirname, '../../../renderer')
const OWN = join('parts', 'form.tsx')

describe('forms', () => {
  it('are all of the one kind that answers Enter with what is missing', () => {
    const files = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.tsx'))
    expect(files).toContain(OWN)
    const ownKind = files.filter(name => /<form\b|type="submit"/.test(readFileSync(join(RENDERER, name), 'utf8')))
    expect(ownKind).toEqual([OWN])
  })

  it('keep their button while something is missing, because a disabled one would swallow Enter', () => {
    const form = (lack: FormLack | null) =>
      renderToStaticMarkup(
        <Form lack={lack} onSend={() => undefined}>
          <SendButton>Save</SendButton>
        </Form>,
      )
    expect(form({ say: 'Name it first' })).toContain('aria-disabled="true"')
    expect(form({ say: 'Name it first' })).not.toMatch(/\sdisabled/)
    expect(form(null)).toContain('aria-disabled="false"')
  })

  it('tell of the first thing that is missing', () => {
    const name = unlessTyped('  ', 'Name it first', 'name')
    expect(firstLack(null, false, name, { say: 'Later' })).toEqual({ say: 'Name it first', field: 'name' })
    expect(firstLack(unlessTyped('x', 'Name it first', 'name'), undefined)).toBeNull()
  })
})
