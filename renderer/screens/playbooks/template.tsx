import { useQuery } from '@tanstack/react-query'
import { type RefObject, useRef } from 'react'
import { useApi } from '../../api/client.tsx'
import { usePlaybook } from './editing-context.ts'
import { fieldWords } from './words.ts'

type Field = HTMLInputElement | HTMLTextAreaElement

interface Props {
  label: string
  value: string
  onChange: (text: string) => void
  placeholder?: string
  /** The fields of an object are offered, too, as for a fix. */
  onObject?: boolean
}

/** Puts a field's Liquid where the cursor is, and leaves the cursor behind it. */
function insertInto(field: Field | null, value: string, name: string, onChange: (text: string) => void): void {
  const bit = `{{ ${name} }}`
  const from = field?.selectionStart ?? value.length
  const to = field?.selectionEnd ?? from
  onChange(value.slice(0, from) + bit + value.slice(to))
  requestAnimationFrame(() => {
    field?.focus()
    field?.setSelectionRange(from + bit.length, from + bit.length)
  })
}

interface InsertProps extends Pick<Props, 'value' | 'onChange' | 'onObject'> {
  label: string
  field: RefObject<Field | null>
}

/** The fields that a template may use; choosing one inserts it. */
export function InsertField({ label, field, value, onChange, onObject = false }: InsertProps) {
  const { playbook } = usePlaybook()
  const fields = useQuery(useApi().playbook.fields.queryOptions({ input: { id: playbook.id } }))
  const { message = [], figures = [], object = [] } = fields.data ?? {}
  const names = onObject ? [...message, ...object] : message
  return (
    <select
      className="insert"
      aria-label={`Insert a field into ${label}`}
      value=""
      onChange={event => insertInto(field.current, value, event.currentTarget.value, onChange)}
    >
      <option value="">+ field</option>
      {names.map(name => (
        <option key={name} value={name}>
          {fieldWords(name)}
        </option>
      ))}
      {figures.map(name => (
        <option key={name} value={`evidence.${name}`}>
          Measured: {name.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  )
}

/** A one-line Liquid template, with the fields that can be inserted. */
export function Template({ label, value, onChange, placeholder, onObject = false }: Props) {
  const field = useRef<HTMLInputElement>(null)
  return (
    <span className="template">
      <input
        className="in"
        ref={field}
        aria-label={label}
        value={value}
        placeholder={placeholder}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <InsertField label={label} field={field} value={value} onChange={onChange} onObject={onObject} />
    </span>
  )
}

/** A multi-line Liquid template, with the fields that can be inserted. */
export function TemplateArea({ label, value, onChange, placeholder, rows }: Props & { rows: number }) {
  const field = useRef<HTMLTextAreaElement>(null)
  return (
    <span className="template area">
      <textarea
        className="in"
        ref={field}
        rows={rows}
        aria-label={label}
        value={value}
        placeholder={placeholder}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <InsertField label={label} field={field} value={value} onChange={onChange} />
    </span>
  )
}
